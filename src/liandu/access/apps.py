"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Acts, roles, posts, reach."""

    name = "liandu.access"
    verbose_name = "权限"
