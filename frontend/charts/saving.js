// A picture as a file: the SVG as it is drawn, or a PNG of twice its size on white.
const SCALE = 2;

export function savePicture(chart, how, name) {
  const svg = chart.renderToSVGString();
  if (how === "svg") {
    hand(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
    return;
  }
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    canvas.width = chart.getWidth() * SCALE;
    canvas.height = chart.getHeight() * SCALE;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => hand(blob, `${name}.png`), "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function hand(blob, filename) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
