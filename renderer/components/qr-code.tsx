import { useMemo, type ReactNode } from 'react';
import { encode } from 'uqr';

/** A text as a QR code, made on this page. Dark on light in every theme, with its quiet zone, as cameras want it. */
export function QrCode(props: { readonly text: string; readonly label: string }): ReactNode {
  const { text, label } = props;
  const { size, path } = useMemo(() => {
    // a border of four modules is the quiet zone of ISO/IEC 18004
    const { size: side, data } = encode(text, { ecc: 'M', border: 4 });
    const dark = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
    );
    return { size: side, path: dark.join('') };
  }, [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
