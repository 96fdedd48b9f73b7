import assert from 'node:assert/strict';
import { panelHtml } from '../../../../src/panel/view/panelHtml.ts';

describe('page of the panel', () => {
  const html = panelHtml({
    script: 'https://host/main.js',
    style: 'https://host/panel.css',
    source: 'https://host',
    nonce: 'n0nce',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');

  it('may load its own script and style, and nothing else', () => {
    assert.deepEqual(policy, [
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      'style-src https://host',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has one script, which carries the nonce, and no inline script or style', () => {
    assert.deepEqual(html.match(/<script[^]*?<\/script>/g), [
      '<script nonce="n0nce" src="https://host/main.js"></script>',
    ]);
    assert.doesNotMatch(html, /<style|style=|onload|onerror/);
  });
});
