/** A square part of a picture, in its own pixels. */
export interface CropArea {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The side of the picture that goes to the server, in pixels. */
const croppedSide = 256;

/** Draws the part onto 256×256 pixels and answers it as base64 of a WebP, or of a PNG where WebP can't be written. */
export async function cropToBase64(address: string, area: CropArea): Promise<string> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = croppedSide;
  canvas.height = croppedSide;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, area.x, area.y, area.width, area.height, 0, 0, croppedSide, croppedSide);
  return canvas.toDataURL('image/webp', 0.9).replace(/^data:[^,]*,/, '');
}
