from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "record"

    def ready(self):
        from record import history, words

        words.collect()
        history.collect()
