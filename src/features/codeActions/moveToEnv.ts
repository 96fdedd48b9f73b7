import * as vscode from 'vscode';
import { addToEnv, variableName } from '../../core/fixes/envFile.ts';
import { environmentReference } from '../../core/fixes/environmentReference.ts';
import type { EnvironmentReference } from '../../core/fixes/environmentReference.ts';
import { readsEnvBeside, settingsReference } from '../../core/fixes/settingsReference.ts';
import { hasLinkOnTheWay } from '../../platform/symbolicLinks.ts';
import { languageIdOf, tokenProblems } from './subject.ts';
import type { Problem, ActionSubject } from './subject.ts';

/** A value in code that belongs into the environment. */
interface Movable {
  readonly title: string;
  readonly range: vscode.Range;
  readonly value: string;
  readonly otherwise: 'ACCESS_TOKEN' | 'JWT_SECRET';
  readonly fixes: readonly Problem[];
}

/** Where the `.env` file of a document is or will be, and in which folder of the workspace. */
interface EnvPlace {
  readonly folder: vscode.Uri;
  readonly env: vscode.Uri;
}

const aboutSecrets: ReadonlySet<string> = new Set(['hardcoded-hmac-secret', 'hmac-secret-in-settings']);

const LINK = '“.env” is a symbolic link or is reached through one, and could lead anywhere. Move the value yourself.';

/** An action whose change is worked out only when it is chosen, because `.env` has to be read for it. */
export class MoveToEnv extends vscode.CodeAction {
  readonly #document: vscode.TextDocument;
  readonly #folder: vscode.Uri;
  readonly #env: vscode.Uri;
  readonly #movable: Movable;
  readonly #reference: EnvironmentReference;

  constructor(
    document: vscode.TextDocument,
    { folder, env }: EnvPlace,
    movable: Movable,
    reference: EnvironmentReference,
  ) {
    super(
      movable.title,
      movable.fixes.length > 0 ? vscode.CodeActionKind.QuickFix : vscode.CodeActionKind.RefactorExtract,
    );
    this.diagnostics = movable.fixes.map(({ diagnostic }) => diagnostic);
    this.#document = document;
    this.#folder = folder;
    this.#env = env;
    this.#movable = movable;
    this.#reference = reference;
  }

  /**
   * Disabled if `.env` or a folder on the way to it is a symbolic link: the value would end up wherever the link leads.
   */
  async refuseLinks(): Promise<this> {
    if (await hasLinkOnTheWay(this.#folder, this.#env)) this.disabled = { reason: LINK };
    return this;
  }

  /** One change of both files. */
  async prepare(): Promise<void> {
    await this.refuseLinks();
    if (this.disabled) return;
    const { value, otherwise } = this.#movable;
    const { identifier, refer } = this.#reference;
    const file = await openIfThere(this.#env);
    const { name, text } = addToEnv(file?.getText() ?? '', variableName(identifier, otherwise), value);
    const { replacement, prelude } = refer(name);
    const edit = new vscode.WorkspaceEdit();
    const document = this.#document;
    if (file === undefined) edit.createFile(this.#env, { ignoreIfExists: true });
    if (text !== '')
      edit.insert(this.#env, file?.lineAt(file.lineCount - 1).range.end ?? new vscode.Position(0, 0), text);
    const range = new vscode.Range(document.positionAt(replacement.start), document.positionAt(replacement.end));
    edit.replace(document.uri, range, replacement.text);
    if (prelude) edit.insert(document.uri, document.positionAt(prelude.offset), prelude.text);
    this.edit = edit;
  }
}

/**
 * Moves a token or a secret from code to the `.env` of the workspace folder, and has the code read it from the
 * environment.
 */
export async function moveToEnv(subject: ActionSubject): Promise<readonly MoveToEnv[]> {
  const { document, token, problems } = subject;
  const place = envPlaceOf(document);
  if (!place) return [];
  // A variable takes the place of one literal.
  if (token?.pieces) return [];
  const movables: readonly Movable[] = token
    ? [
        {
          title: 'Move the token to .env',
          range: token.range,
          value: token.text,
          otherwise: 'ACCESS_TOKEN',
          fixes: tokenProblems(subject).filter(({ ruleId }) => ruleId === 'token-committed'),
        },
      ]
    : problems
        .filter(({ ruleId }) => aboutSecrets.has(ruleId))
        .map((problem) => ({
          title: 'Move the secret to .env',
          range: problem.diagnostic.range,
          value: document.getText(problem.diagnostic.range),
          otherwise: 'JWT_SECRET',
          fixes: [problem],
        }));
  const actions = movables.flatMap((movable) => {
    // Readers of `.env` files differ in how they treat other characters.
    if (!/^[\w.~+/=-]+$/.test(movable.value)) return [];
    const inText = {
      languageId: languageIdOf(document),
      text: document.getText(),
      token: { start: document.offsetAt(movable.range.start), end: document.offsetAt(movable.range.end) },
    };
    const reference = settingsReference(document.uri.path, inText) ?? environmentReference(inText);
    return reference ? [new MoveToEnv(document, place, movable, reference)] : [];
  });
  return Promise.all(actions.map((action) => action.refuseLinks()));
}

/**
 * Where programs of a folder look for `.env`; Compose and clients that send `.http` files look beside theirs. None in
 * Restricted Mode, nor where a folder is no folder of a disk.
 */
function envPlaceOf(document: vscode.TextDocument): EnvPlace | undefined {
  const { uri } = document;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!vscode.workspace.isTrusted || uri.scheme !== 'file' || folder?.uri.scheme !== 'file') return undefined;
  const isBeside = /^(?:http|rest)$/.test(languageIdOf(document)) || readsEnvBeside(uri.path);
  return {
    folder: folder.uri,
    env: vscode.Uri.joinPath(isBeside ? vscode.Uri.joinPath(uri, '..') : folder.uri, '.env'),
  };
}

/** Including changes that are not saved yet. */
async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    // There is none yet: it will be created.
    return undefined;
  }
  return vscode.workspace.openTextDocument(uri);
}
