"""Which loader is used."""
import ruamel.yaml
import yaml
import yaml as y
from ruamel.yaml import YAML
from yaml import FullLoader, Loader, SafeLoader, load, unsafe_load


def names(text, loader, options):
    yaml.load(text)  # error: unsafe-yaml medium
    y.load(text, y.Loader)  # error: unsafe-yaml
    load(text, Loader=Loader)  # error: unsafe-yaml
    load(Loader=Loader, stream=text)  # error: unsafe-yaml
    unsafe_load(text)  # error: unsafe-yaml
    yaml.load(text, Loader=yaml.CUnsafeLoader)  # error: unsafe-yaml
    yaml.load(text, Loader=FullLoader)  # error: unsafe-yaml low
    yaml.full_load(text)  # error: unsafe-yaml low
    kwargs = {"Loader": yaml.Loader}
    yaml.load(text, **kwargs)  # error: unsafe-yaml
    yaml.load(text, Loader=loader)  # ok: unsafe-yaml the loader is chosen elsewhere
    yaml.load(text, **options)
    yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    chosen = SafeLoader
    yaml.load(text, Loader=chosen)
    yaml.load(text, Loader=yaml.BaseLoader)
    yaml.safe_load(text)
    yaml.load("a: 1")
    yaml.load(yaml.dump({"a": 1}))


def files():
    with open("config.yml") as file:
        yaml.load(file)  # error: unsafe-yaml low


def newer(text):
    ruamel.yaml.load(text)  # error: unsafe-yaml
    ruamel.yaml.load(text, Loader=ruamel.yaml.RoundTripLoader)
    YAML(typ="unsafe").load(text)  # error: unsafe-yaml
    YAML(typ=["unsafe", "pytypes"])  # error: unsafe-yaml
    YAML().load(text)


class Base(yaml.SafeLoader):
    pass


class Derived(Base):
    pass


class Mixed(Base, yaml.Loader):
    pass


def own(text):
    yaml.load(text, Loader=Derived)
    yaml.load(text, Loader=Mixed)  # error: unsafe-yaml
