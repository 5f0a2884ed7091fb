# SPDX-License-Identifier: Apache-2.0
"""What the inference service speaks: log-in, prediction, monitoring reports, statistics."""
