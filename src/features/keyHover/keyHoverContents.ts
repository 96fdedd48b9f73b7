import * as vscode from 'vscode';
import type { KeySummary } from '../../core/keys/keySummary.ts';
import { inspectDocument, LONGEST_TEXT } from '../../core/documents/inspectText.ts';
import { locateKeys } from '../../core/documents/keys/locateKeys.ts';
import type { LocatedKey } from '../../core/documents/keys/locateKeys.ts';
import { TextSubject } from '../../core/documents/textSubject.ts';
import type { TokenPlaces } from '../../core/token/tokenPlaces.ts';
import type { FeatureSettings } from '../../services/config.ts';
import { textUpTo } from '../../platform/documentText.ts';
import { iconMarkdown, untrustedMarkdown } from '../../platform/markdown.ts';
import { documentContext } from '../../services/tokens/documentContext.ts';
import { detailsText, titleText } from './keyHoverText.ts';

/** The text of a document at one version, and the keys in it. */
interface LocatedText {
  readonly version: number;
  readonly text: string;
  readonly keys: readonly LocatedKey[];
}

const located = new WeakMap<vscode.TextDocument, LocatedText>();

function locate(document: vscode.TextDocument): LocatedText {
  const { version, languageId, uri } = document;
  const known = located.get(document);
  if (known?.version === version) return known;
  const text = textUpTo(document, LONGEST_TEXT) ?? '';
  const fresh = { version, text, keys: locateKeys(new TextSubject(text, languageId, uri.path)) };
  located.set(document, fresh);
  return fresh;
}

/** What is known of the key at a position. */
export async function keyHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  { contexts, rules }: FeatureSettings['diagnostics'],
  places: TokenPlaces,
): Promise<vscode.Hover | undefined> {
  const { text, keys } = locate(document);
  const offset = document.offsetAt(position);
  const key = keys.find(({ start, end }) => start <= offset && offset <= end);
  if (key === undefined) return undefined;
  const context = documentContext(document, contexts);
  const options = {
    languageId: document.languageId,
    fileName: document.uri.path,
    context: context === 'off' ? 'live' : context,
    rules,
    codeRules: false,
    settingsRules: false,
  };
  const findings = inspectDocument(text, options, places).filter(
    ({ start, end }) => key.start <= start && end <= key.end,
  );
  return new vscode.Hover(
    [
      iconMarkdown(titleText(key, findings)),
      untrustedMarkdown(detailsText(key, await summarize(key, text.slice(key.start, key.end)))),
    ],
    new vscode.Range(document.positionAt(key.start), document.positionAt(key.end)),
  );
}

/** A secret has no summary: who knows its thumbprint could try secrets until one fits. */
async function summarize({ form }: LocatedKey, material: string): Promise<KeySummary | undefined> {
  if (form === 'secret') return undefined;
  const { summarizeKeys } = await import('../../core/keys/keySummary.ts');
  const { keys } = await summarizeKeys([{ material }]);
  return keys[0];
}
