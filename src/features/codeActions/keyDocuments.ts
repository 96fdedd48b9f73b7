import * as vscode from 'vscode';
import {
  algorithmsToAdd,
  newSecret,
  removeFromSet,
  stripAllPrivateMembers,
  stripPrivateMembers,
} from '../../core/fixes/keyFixes.ts';
import type { TextChange } from '../../core/fixes/keyFixes.ts';
import { textUpTo } from '../../platform/documentText.ts';
import { codeAction } from './subject.ts';
import type { Problem, ActionSubject } from './subject.ts';

interface KeyFix {
  readonly title: string;
  readonly changes: readonly TextChange[];
}

type KeyFixes = (text: string, offset: number) => readonly KeyFix[];

const toPublicHalf: KeyFixes = (text, offset) => [
  { title: 'Remove the private members of this key', changes: stripPrivateMembers(text, offset) },
];

const toPublicSet: KeyFixes = (text, offset) => {
  const one = stripPrivateMembers(text, offset);
  const all = stripAllPrivateMembers(text);
  return [
    ...toPublicHalf(text, offset),
    { title: 'Remove the private members of all keys', changes: all.length > one.length ? all : [] },
    { title: 'Remove this shared secret from the set', changes: one.length === 0 ? removeFromSet(text, offset) : [] },
  ];
};

const toPinned: KeyFixes = (text, offset) =>
  algorithmsToAdd(text, offset).map(({ algorithm, change }) => ({
    title: `Add "alg": "${algorithm}"`,
    changes: [change],
  }));

const toStrong: KeyFixes = (text, offset) => {
  const made = newSecret(text, offset, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  return made ? [{ title: `Replace with a new ${made.bits}-bit secret`, changes: [made.change] }] : [];
};

/** What fixes a key in a JSON document, by the rule that reports it. */
const keyFixes: Readonly<Record<string, KeyFixes>> = {
  'jwks-private-material': toPublicSet,
  'jwk-no-alg': toPinned,
  'hmac-secret-short': toStrong,
  'hmac-secret-weak': toStrong,
};

/** A longer document is read for its problems only. In characters. */
const longestLook = 256 * 1024;

/**
 * Fixes of keys and key sets that stand in a document, and changes of the key at the cursor where nothing is wrong with
 * it.
 */
export function keyDocumentChanges({
  document,
  position,
  token,
  problems,
}: ActionSubject): readonly vscode.CodeAction[] {
  const fixes = problems.flatMap((problem) => {
    const fixesOf = keyFixes[problem.ruleId];
    const offset = document.offsetAt(problem.diagnostic.range.start);
    return fixesOf ? toActions(document, fixesOf(document.getText(), offset), [problem]) : [];
  });
  const text = token === undefined && fixes.length === 0 ? textUpTo(document, longestLook) : undefined;
  if (text?.includes('"kty"') !== true) return fixes;
  const offset = document.offsetAt(position);
  return toActions(document, [...toPinned(text, offset), ...toPublicHalf(text, offset)], []);
}

function toActions(
  document: vscode.TextDocument,
  fixes: readonly KeyFix[],
  fixed: readonly Problem[],
): readonly vscode.CodeAction[] {
  return fixes
    .filter(({ changes }) => changes.length > 0)
    .map(({ title, changes }) => {
      const action = codeAction(title, fixed);
      action.edit = new vscode.WorkspaceEdit();
      for (const { start, end, text } of changes) {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        action.edit.replace(document.uri, range, text);
      }
      return action;
    });
}
