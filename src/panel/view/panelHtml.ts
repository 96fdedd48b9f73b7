/** What the page may load: by address and by the nonce of this one page. */
export interface PageResources {
  readonly script: string;
  readonly style: string;
  /** The webview's own source, as `Webview.cspSource` gives it. */
  readonly source: string;
  readonly nonce: string;
}

/**
 * The page: no script but ours, no inline style, no connection, no picture, no frame. Everything on it is made by the
 * script.
 */
export function panelHtml({ script, style, source, nonce }: PageResources): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>JWT Inspector</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
