const size = 64;

/** Shows the number of unread messages on the page's icon and, where the app is installed, on the app's. */
export async function showBadge(unread: number): Promise<void> {
  if ('setAppBadge' in navigator) void navigator.setAppBadge(unread).catch(() => {});
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  link.href = unread === 0 ? '/icon.svg' : await drawIcon(unread);
}

async function drawIcon(unread: number): Promise<string> {
  const picture = new Image(size, size);
  picture.src = '/icon.svg';
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext('2d');
  if (!pen) return '/icon.svg';
  const text = unread > 99 ? '99+' : String(unread);
  const width = Math.max(36, 18 + text.length * 16);
  pen.drawImage(picture, 0, 0, size, size);
  pen.fillStyle = '#d92d20';
  pen.beginPath();
  pen.roundRect(size - width, size - 36, width, 36, 18);
  pen.fill();
  pen.fillStyle = '#ffffff';
  pen.font = 'bold 28px sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, size - width / 2, size - 17);
  return canvas.toDataURL('image/png');
}
