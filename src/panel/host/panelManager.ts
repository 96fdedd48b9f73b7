import * as vscode from 'vscode';
import type { TokenHandles } from '../../services/tokens/tokenHandles.ts';
import { isBoolean, isString, object } from '../protocol/guard.ts';
import { panelHtml } from '../view/panelHtml.ts';
import { PanelSession } from './panelSession.ts';
import type { PanelServices } from './panelSession.ts';
import { recall } from '../view/panelState.ts';
import { isCall } from '../protocol/toHost.ts';
import type { ToWebview } from '../protocol/toWebview.ts';
import { answerRequest } from './requests.ts';
import { viewType } from './viewType.ts';

export interface PanelDependencies extends PanelServices {
  readonly extensionUri: vscode.Uri;
  readonly tokenHandles: TokenHandles;
}

const isPanelArgument = object(
  {},
  {
    handle: isString,
    verify: isBoolean,
    choice: isString,
    edit: isBoolean,
  },
);

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly session: PanelSession;
}

/** The one panel: opens it, brings it back after a reload, and carries messages between its page and its session. */
export class PanelManager implements vscode.Disposable {
  readonly #deps: PanelDependencies;
  #open: Open | undefined;

  constructor(deps: PanelDependencies) {
    this.#deps = deps;
  }

  async open(argument: unknown): Promise<void> {
    const { handle, verify, choice, edit } = isPanelArgument(argument) ? argument : {};
    const preserveFocus = choice !== undefined;
    const source = handle === undefined ? undefined : this.#deps.tokenHandles.get(handle);
    const { panel, session } = this.#open ?? this.#attach(this.#create(preserveFocus));
    panel.reveal(undefined, preserveFocus);
    if (source) {
      await session.show(source, choice);
    } else if (handle !== undefined) {
      throw new Error(
        'This link is from an earlier session, and its token is no longer known. Open the token from its document again.',
      );
    }
    if (choice !== undefined) await session.verify(false);
    else if (verify === true) await session.verifyOrAsk();
    if (edit === true) await session.edit();
  }

  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { session } = this.#attach(panel);
    const remembered = recall(state);
    if (remembered) await session.restore(remembered);
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #create(preserveFocus: boolean): vscode.WebviewPanel {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    return vscode.window.createWebviewPanel(viewType, 'JWT Inspector', beside);
  }

  #attach(panel: vscode.WebviewPanel): Open {
    const { webview } = panel;
    const at = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(this.#deps.extensionUri, ...path);
    const post = (message: ToWebview): void => void webview.postMessage(message);
    const session = new PanelSession(this.#deps, post);
    const open = { panel, session };
    panel.iconPath = at('media', 'icon.png');
    webview.options = { enableScripts: true, localResourceRoots: [at('dist', 'webview'), at('media')] };
    webview.onDidReceiveMessage((message: unknown) => answer(session, message, post));
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#open === open) this.#open = undefined;
    });
    webview.html = panelHtml({
      script: webview.asWebviewUri(at('dist', 'webview', 'main.js')).toString(),
      style: webview.asWebviewUri(at('media', 'panel.css')).toString(),
      source: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
    this.#open?.panel.dispose();
    this.#open = open;
    return open;
  }
}

/** Answers a request; a message of any other shape is not from our page and gets no answer. */
async function answer(session: PanelSession, message: unknown, post: (message: ToWebview) => void): Promise<void> {
  if (!isCall(message)) return;
  const { id, request } = message;
  try {
    const value = await answerRequest(session, request);
    post({ type: 'reply', id, ok: true, ...(value !== undefined && { value }) });
  } catch (error) {
    post({ type: 'reply', id, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}
