from django.apps import AppConfig


class UnionaidConfig(AppConfig):
    name = "unionaid"

    def ready(self):
        from unionaid import celery  # noqa: F401  makes it the app that shared tasks belong to
