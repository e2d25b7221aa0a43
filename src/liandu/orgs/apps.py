"""Units and offices as a Django app."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Units, offices, oversight."""

    name = "liandu.orgs"
    verbose_name = "机构"
