"""MLflow's own client for Python against a served archive, as it is. Prints a line for each step."""

import os
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

url, token = sys.argv[1:]
os.environ["MLFLOW_TRACKING_TOKEN"] = token
mlflow.set_tracking_uri(url)
mlflow.set_registry_uri(url)
client = MlflowClient()


def refused(code, call):
    try:
        call()
    except MlflowException as e:
        assert e.error_code == code, (e.error_code, str(e))
    else:
        raise AssertionError("not refused: " + code)


model = client.create_registered_model("demand", tags={"team": "a"}, description="of heat")
assert (model.name, model.tags, model.description) == ("demand", {"team": "a"}, "of heat"), model
refused("RESOURCE_ALREADY_EXISTS", lambda: client.create_registered_model("demand"))
refused("INVALID_PARAMETER_VALUE", lambda: client.create_registered_model("../demand"))
refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model("none"))
print("registered")

with tempfile.TemporaryDirectory() as folder:
    os.makedirs(folder + "/stages/0")
    for name in ("model.bin", "stages/0/metadata"):
        with open(folder + "/" + name, "w") as file:
            file.write("content of " + name)
    for i in range(3):
        source = "mlflow-artifacts:/uploads/night-%d" % i
        get_artifact_repository(source).log_artifacts(folder)
        version = client.create_model_version("demand", source, tags={"night": str(i)})
        assert version.version == str(i + 1) and version.status == "READY", version
print("published")

found = client.search_model_versions("name = 'demand' AND tags.night != '0'", order_by=["version_number ASC"])
assert [v.version for v in found] == ["2", "3"], found
assert client.search_model_versions(max_results=1).token, "more than one"
assert [m.name for m in client.search_registered_models("name LIKE 'dem%'")] == ["demand"]
assert [v.version for v in client.get_latest_versions("demand")] == ["3"]
print("found")

client.set_registered_model_alias("demand", "champion", "2")
assert client.get_model_version_by_alias("demand", "champion").version == "2"
assert client.get_registered_model("demand").aliases == {"champion": "2"}
assert client.get_model_version("demand", "2").aliases == ["champion"]
refused("RESOURCE_CONFLICT", lambda: client.delete_model_version("demand", "2"))
client.delete_registered_model_alias("demand", "champion")
refused("INVALID_PARAMETER_VALUE", lambda: client.get_model_version_by_alias("demand", "champion"))
print("aliased")

client.set_registered_model_tag("demand", "a", "b")
client.delete_registered_model_tag("demand", "team")
client.update_registered_model("demand", description="of power")
model = client.get_registered_model("demand")
assert (model.tags, model.description) == ({"a": "b"}, "of power"), model
client.set_model_version_tag("demand", "1", "a", "b")
client.delete_model_version_tag("demand", "1", "night")
client.update_model_version("demand", "1", description="the first")
version = client.get_model_version("demand", "1")
assert (version.tags, version.description) == ({"a": "b"}, "the first"), version
refused("INVALID_PARAMETER_VALUE", lambda: client.rename_registered_model("demand", "supply"))
print("noted")

with tempfile.TemporaryDirectory() as folder:
    path = mlflow.artifacts.download_artifacts("models:/demand/3", dst_path=folder)
    for name in ("model.bin", "stages/0/metadata"):
        with open(os.path.join(path, name)) as file:
            assert file.read() == "content of " + name
    assert client.get_model_version_download_uri("demand", "3") == "mlflow-artifacts:/models/demand/3"
copy = client.copy_model_version("models:/demand/3", "supply")
assert (copy.name, copy.version) == ("supply", "1"), copy
print("downloaded")

client.delete_model_version("demand", "3")
refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_model_version("demand", "3"))
client.delete_registered_model("demand")
refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model("demand"))
print("deleted")
