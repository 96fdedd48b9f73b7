import * as vscode from 'vscode';
import { tokenOf } from '../core/token/tokenOf.ts';
import { redact } from '../core/token/redact.ts';
import { inform, tick } from '../platform/messages.ts';
import type { TokenSource } from '../services/tokens/tokenHandles.ts';
import type { Services } from './services.ts';

interface Copy {
  /** What is copied, for the message afterwards. */
  readonly name: string;
  /** `undefined` if the token does not have it. */
  readonly of: (token: string) => string | undefined;
  readonly refusal: string;
}

const copies = {
  payload: {
    name: 'Payload',
    of: (token) => tokenOf(token).payload?.text,
    refusal: 'The payload of this token cannot be read. It is encrypted, detached, or damaged.',
  },
  header: {
    name: 'Header',
    of: (token) => tokenOf(token).header?.text,
    refusal: 'The header of this token cannot be decoded.',
  },
  redacted: { name: 'Redacted token', of: redact, refusal: 'There is nothing to copy.' },
} as const satisfies Record<string, Copy>;

/** `JWT: Copy Payload`: the exact text, to the clipboard. */
export const copyPayload = copier(copies.payload);
/** `JWT: Copy Header`. */
export const copyHeader = copier(copies.header);
/** `JWT: Copy Redacted`. */
export const copyRedacted = copier(copies.redacted);

type CopyCommand = (services: Pick<Services, 'tokenChooser'>, argument: unknown) => Promise<string | undefined>;

function copier(copy: Copy): CopyCommand {
  return async ({ tokenChooser }, argument) => copyFrom(copy, await tokenChooser.choose(argument));
}

async function copyFrom({ name, of, refusal }: Copy, source: TokenSource | undefined): Promise<string | undefined> {
  const text = source && of(source.text);
  if (text !== undefined) {
    await vscode.env.clipboard.writeText(text);
    tick(`${name} copied`);
  } else if (source !== undefined) {
    void inform(refusal);
  }
  return text;
}
