from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps


class ConfigApp(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import pathway

        import_module("config.checks")  # registers them
        for floor in apps.get_app_configs():
            for room in ("timescales", "sections", "clock_facts"):
                if (Path(floor.path) / f"{room}.py").exists() and "." not in floor.name:
                    import_module(f"{floor.name}.{room}")
        pathway.connect()
