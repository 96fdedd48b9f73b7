import * as vscode from 'vscode';
import { parseSettings } from '../core/settings.ts';
import type { NetworkGate } from './jwksClient.ts';

/**
 * The origins (scheme, host and port) the user lets the extension contact, kept in the machine-scoped setting
 * `jwtInspector.network.allowedOrigins`. Only the user's own value counts: no workspace can approve an origin.
 */
export class Approvals implements NetworkGate {
  readonly #questions = new Map<string, Promise<boolean>>();

  async refusal(origin: string, interactive: boolean): Promise<string | undefined> {
    if (!vscode.workspace.isTrusted) {
      return 'No keys are fetched from the network in Restricted Mode. Trust the workspace to verify with this issuer.';
    }
    if (isApproved(origin)) {
      return undefined;
    }
    if (!interactive) {
      return `Fetching keys from ${origin} needs your approval. Run JWT: Verify to be asked.`;
    }
    return (await this.#ask(origin)) ? undefined : `Fetching keys from ${origin} was not approved.`;
  }

  /** Two tokens of one issuer put one question. */
  async #ask(origin: string): Promise<boolean> {
    const question = this.#questions.get(origin) ?? askAndRemember(origin);
    this.#questions.set(origin, question);
    try {
      return await question;
    } finally {
      this.#questions.delete(origin);
    }
  }
}

function isApproved(origin: string): boolean {
  return approved().includes(origin);
}

function approved(): readonly string[] {
  const setting = vscode.workspace.getConfiguration('jwtInspector').inspect<unknown>('network.allowedOrigins');
  return parseSettings({ 'network.allowedOrigins': setting?.globalValue }).allowedOrigins;
}

async function askAndRemember(origin: string): Promise<boolean> {
  const allow = 'Allow';
  const answer = await vscode.window.showWarningMessage(
    `Let JWT Inspector fetch public keys from ${origin}?`,
    {
      modal: true,
      detail:
        'Only key sets, and what issuers say about them, are requested, as your settings name them. No token or claim is sent, and no ' +
        'secret but one that your user settings name as the authorization of a key set. ' +
        'The approval is kept on this machine in the setting “JWT Inspector › Network: Allowed Origins”.',
    },
    allow,
  );
  if (answer !== allow) {
    return false;
  }
  await vscode.workspace
    .getConfiguration('jwtInspector')
    .update('network.allowedOrigins', [...new Set([...approved(), origin])], vscode.ConfigurationTarget.Global);
  return true;
}
