# SPDX-License-Identifier: Apache-2.0
"""The network: a small residual backbone, a two-step neck and one head at stride 4."""

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 4
OUTPUTS = ("heat_map", "size", "offset", "features")


class Residual(nn.Module):
    """Two 3x3 convolutions around a skip."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape."""
        return functional.relu(x + self.second(self.first(x)))


class TinyDetector(nn.Module):
    """Predicts for every cell of 4x4 pixels: is here the centre of an object, and how large is it.

    Args:
        classes: number of labels.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = convolution(3, 16, stride=2)
        self.level_4 = nn.Sequential(convolution(16, 32, stride=2), Residual(32))
        self.level_8 = nn.Sequential(convolution(32, 48, stride=2), Residual(48))
        self.level_16 = nn.Sequential(convolution(48, 80, stride=2), Residual(80))
        self.from_16 = nn.Conv2d(80, 48, 1)
        self.merge_8 = convolution(48, 48)
        self.from_8 = nn.Conv2d(48, 40, 1)
        self.from_4 = nn.Conv2d(32, 40, 1)
        self.merge_4 = convolution(40, 40)
        self.head = convolution(40, 48)
        self.heat_map = nn.Conv2d(48, classes, 1)
        self.size = nn.Conv2d(48, 2, 1)
        self.offset = nn.Conv2d(48, 2, 1)
        # Nearly all cells are background: start there, or the first steps only learn that.
        nn.init.constant_(self.heat_map.bias, -4.0)  # type: ignore[arg-type]
        nn.init.constant_(self.size.bias, 8.0)  # type: ignore[arg-type]
        nn.init.constant_(self.offset.bias, 0.5)  # type: ignore[arg-type]

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Predict.

        Args:
            images: (B, 3, H, W) float32.

        Returns:
            heat map (B, C, H/4, W/4) in 0..1, size and offset (B, 2, H/4, W/4) in cells,
            features (B, 48).
        """
        fine = self.level_4(self.stem(images))
        middle = self.level_8(fine)
        coarse = self.from_16(self.level_16(middle))
        middle = self.merge_8(middle + _double(coarse))
        fine = self.merge_4(self.from_4(fine) + _double(self.from_8(middle)))
        head = self.head(fine)
        return (
            torch.sigmoid(self.heat_map(head)),
            functional.softplus(self.size(head)),
            self.offset(head),
            head.mean(dim=(2, 3)),
        )


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Make a 3x3 convolution with normalisation and ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def _double(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
