// SPDX-License-Identifier: Apache-2.0
/** Size a canvas for the density of the screen and clear it; afterwards 1 unit is 1 CSS pixel. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const density = window.devicePixelRatio || 1;
  const deviceWidth = Math.max(1, Math.round(width * density));
  const deviceHeight = Math.max(1, Math.round(height * density));
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  const ink = canvas.getContext("2d");
  if (!ink) return null;
  ink.setTransform(density, 0, 0, density, 0, 0);
  ink.clearRect(0, 0, width, height);
  return ink;
}
