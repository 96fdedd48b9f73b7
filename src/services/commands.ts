import type * as vscode from 'vscode';
import type { Finding, Severity } from '../core/text/finding.ts';
import type { Span } from '../core/text/span.ts';
import type { DecodedToken } from '../core/token/token.ts';
import type { Fixture } from '../core/verify/fixtures.ts';
import type { Verification } from '../core/verify/verification.ts';
import { commandsOf } from '../platform/commands.ts';

/** A token given to a command: its text, or the handle that stands for it where the text must not go (links, menus). */
export type TokenArgument = string | { readonly handle: string };

/** A token to sign again, with new times (the default) or with its times in seconds. */
export type ResignArgument = string | { readonly handle: string; readonly change?: 'renew' | 'seconds' };

/** A token to make without the panel: signed or encrypted by its header's `alg`, else signed as the stored key does. */
export interface NewTokenArgument {
  /** JSON or an object; times may be written as `+1h`. */
  readonly claims: object | string;
  /** Name of a stored key. */
  readonly key: string;
  readonly header?: object;
}

/** What `jwtInspector.inspect` shows. */
export interface Inspection {
  readonly decoded: DecodedToken;
  readonly findings: readonly Finding[];
}

/** A token of a document and its result. */
export interface TokenVerification extends Span {
  readonly verification: Verification;
}

/** What the panel opens with; without a handle it opens empty. */
export interface PanelArgument {
  readonly handle?: string;
  /** Verifies at once, or moves the focus to what is missing for that. */
  readonly verify?: boolean;
  /**
   * Id of what the token was verified with: shows the result, does not ask anything, and keeps the focus in the editor.
   */
  readonly choice?: string;
  /** Opens where the token is edited. */
  readonly edit?: boolean;
}

/**
 * Every command: what it takes and what it returns, `undefined` if the user canceled or there was no token.
 * Registering, running and linking are checked against this table.
 */
export interface CommandTable {
  'jwtInspector.inspect': (token?: TokenArgument) => Inspection | undefined;
  'jwtInspector.decode': (token?: TokenArgument) => DecodedToken | undefined;
  'jwtInspector.verify': (token?: TokenArgument) => Verification | undefined;
  /** The tokens of the active editor, in order; without those that were not reached when the user canceled. */
  'jwtInspector.verifyAll': () => readonly TokenVerification[] | undefined;
  /** Asks for a word list where the secret is not publicly known. */
  'jwtInspector.tryKnownSecrets': (token?: TokenArgument) => Finding | undefined;
  'jwtInspector.copyPayload': (token?: TokenArgument) => string | undefined;
  'jwtInspector.copyHeader': (token?: TokenArgument) => string | undefined;
  'jwtInspector.copyRedacted': (token?: TokenArgument) => string | undefined;
  /** Puts the redacted form in the token's place, or on the clipboard. */
  'jwtInspector.redact': (token?: TokenArgument) => string | undefined;
  /** Puts a newly signed token in the token's place, or on the clipboard. */
  'jwtInspector.resign': (token?: ResignArgument) => string | undefined;
  /** Opens the panel where a token like this one can be made. Returns the token if it made one without the panel. */
  'jwtInspector.edit': (argument?: TokenArgument | NewTokenArgument) => string | undefined;
  /** Takes the folder to write into. Returns the tokens it wrote. */
  'jwtInspector.generateFixtures': (folder?: vscode.Uri) => readonly Fixture[] | undefined;
  'jwtInspector.addKey': () => string | undefined;
  'jwtInspector.removeKey': (name?: string) => string | undefined;
  /** Returns the name under which it is saved. */
  'jwtInspector.addIssuer': () => string | undefined;
  'jwtInspector.removeIssuer': (name?: string) => string | undefined;
  /** Returns the message it showed. */
  'jwtInspector.testIssuer': (name?: string) => string | undefined;
  'jwtInspector.refreshKeys': () => void;
  /** Takes the id of a rule. */
  'jwtInspector.explainRule': (ruleId?: string) => void;
  'jwtInspector.showLog': () => void;
  /** Not contributed: quick fixes run it. Returns the fingerprint that the settings now contain. */
  'jwtInspector.ignoreToken': (token?: TokenArgument) => string | undefined;
  /** Not contributed: quick fixes run it with the id of a rule. */
  'jwtInspector.setRuleSeverity': (ruleId?: string) => Severity | 'off' | undefined;
  /** Not contributed: quick fixes run it with the bits of the secret that they want. */
  'jwtInspector.copySecret': (bits?: number) => void;
  /** Not contributed: how features reach the panel without importing it. */
  'jwtInspector.openPanel': (argument?: PanelArgument) => void;
}

export type CommandId = keyof CommandTable;
export type CommandArgument<Id extends CommandId> = Parameters<CommandTable[Id]>[0];
export type CommandResult<Id extends CommandId> = ReturnType<CommandTable[Id]>;

/** An argument must not carry a token where it becomes part of a link (docs/SECURITY.md). */
export const { registerCommand, runCommand, commandUri } = commandsOf<CommandTable>();
