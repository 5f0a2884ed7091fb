# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of experiments."""

from sightline.experiments import presenters, repository
from sightline.experiments.schemas import DatasetAlias, ExperimentCreate
from sightline.experiments.service import experiments as service

__all__ = ["DatasetAlias", "ExperimentCreate"]

create_experiment = service.create
launch = service.launch
publish = service.publish
get_experiment = repository.get_experiment
get_project = repository.get_project
describe_experiment = presenters.describe_experiment
