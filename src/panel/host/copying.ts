import * as vscode from 'vscode';
import { exportKey } from '../../core/keys/exportKey.ts';
import type { KeyFormat } from '../../core/keys/exportKey.ts';
import type { NewKey } from '../../core/keys/generateKey.ts';
import { redact } from '../../core/token/redact.ts';
import type { Token } from '../../core/token/token.ts';
import { memberText, partText } from '../view/memberRows.ts';
import type { Request } from '../protocol/toHost.ts';

type CopyRequest = Extract<Request, { type: 'copyMember' | 'copyJson' | 'copyToken' | 'copyRedacted' }>;
type MemberPlace = Extract<Request, { type: 'copyMember' }>['where'];

/** Puts on the clipboard what the person asked for of a token, and answers in words for the page. */
export async function copyRequested(token: Token, request: CopyRequest): Promise<string> {
  switch (request.type) {
    case 'copyMember':
      return copied(wholeValue(token, request.where), 'Copied');
    case 'copyJson':
      return copied(partText(token, request.part), 'Copied as JSON');
    case 'copyToken':
      return copied(token.text, 'Copied');
    case 'copyRedacted':
      return copied(redact(token.text), 'Copied with values and signature redacted');
  }
}

/** The whole of a value that the page may have cut. */
export function wholeValue(token: Token, { part, index }: MemberPlace): string {
  const text = memberText(token, part, index);
  if (text === undefined) throw new Error('The token has changed in the meantime.');
  return text;
}

/** Puts a key that was made here on the clipboard. */
export async function copyKey(key: NewKey, format: KeyFormat): Promise<string> {
  const written = exportKey(key, format);
  if (!written.ok) throw new Error(written.problem);
  return copied(written.text, isPublic(format) ? 'Public key copied' : 'Key copied (keep it secret)');
}

function isPublic(format: KeyFormat): boolean {
  return format === 'publicPem' || format === 'publicJwks';
}

async function copied(text: string, words: string): Promise<string> {
  await vscode.env.clipboard.writeText(text);
  return words;
}
