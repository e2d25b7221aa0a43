"""Files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored originals."""

    name = "liandu.files"
    verbose_name = "文件"
