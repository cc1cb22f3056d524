/**
 * Properties of an event, an interface of the page's own among them. What is no boolean, number or short label such as `free-plan` is
 * withheld.
 */
export type Properties = Record<string, any>;

/**
 * What stands beside an event. Of `context` only `page` counts for what leaves the browser; an event whose `integrations` say
 * `{"Segment.io": false}` does not.
 */
export interface Options {
  anonymousId?: string;
  messageId?: string;
  timestamp?: Date | number | string;
  context?: { page?: Partial<Page>; [name: string]: any };
  integrations?: Record<string, unknown>;
  [name: string]: unknown;
}

/** The page on which something happened, as the browser says it. */
export interface Page {
  path: string;
  referrer: string;
  search: string;
  title: string;
  url: string;
}

/** An event as the page sees it; what leaves is less. */
export interface AnalyticsEvent {
  type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias';
  event?: string;
  category?: string;
  name?: string;
  properties?: Properties;
  traits?: Record<string, any>;
  userId?: string;
  groupId?: string;
  previousId?: string;
  anonymousId?: string;
  messageId?: string;
  /** The page's own where it gave one. */
  timestamp: Date | number | string;
  context: { page: Page; [name: string]: any };
  integrations: Record<string, unknown>;
  options: Options;
}

/** What a promise and a callback are given. */
export interface Context {
  event: AnalyticsEvent;
  /** The event's id, if it was handed over for sending. */
  id: string | null | undefined;
  /** Nothing is noted. */
  logs(): unknown[];
  /** Whether middleware dropped the event. */
  failedDelivery(): boolean;
}

export type Callback = (context: Context) => void;

/** A payload: the event, and each of its members as a function too. */
export interface MiddlewarePayload {
  obj: AnalyticsEvent;
  type(): AnalyticsEvent['type'];
  [member: string]: unknown;
}

/** Passes the event on by calling `next`; with null, or without the call, the event is dropped. */
export type Middleware = (arguments_: {
  payload: MiddlewarePayload;
  integrations: Record<string, unknown>;
  next: (payload: MiddlewarePayload | null) => void;
}) => void | Promise<void>;

export type ConsentStatus = 'granted' | 'denied' | 'unset';

/** What this visitor answered. */
export interface Consent {
  /** The answer that counts now; `denied` while the browser asks not to be tracked, unless granted anyway. */
  status(): ConsentStatus;
  /** Says yes; `anyway` in spite of what the browser asks for. Resolves when the cookie is set. */
  grant(options?: { anyway?: boolean }): Promise<ConsentStatus>;
  deny(): Promise<ConsentStatus>;
  withdraw(): Promise<ConsentStatus>;
  /** What this page sent and what it holds, to look at: the last batches as they left, and the events that wait. */
  inspect(): Inspection;
  /** Calls back with each other answer. */
  onChange(listener: (status: ConsentStatus) => void): Analytics;
}

export interface Inspection {
  status: ConsentStatus;
  /** Null without consent. */
  anonymousId: string | null;
  /** The last 20 request bodies; what the contexts of a body's events all say stands once, in the body's own context. */
  sent?: unknown[];
  held?: unknown[];
}

/** Who the page said it is. Stays in the page: no id and no trait leaves the browser. */
export interface Identity {
  id(id?: Id): string | null;
  traits(traits?: Given): Record<string, any>;
  identify(id: Id, traits?: Given): void;
  identify(traits: Given): void;
  reset(): void;
  logout(): void;
}

export interface User extends Identity {
  /** The random id of this browser; null without consent. With null it is forgotten. */
  anonymousId(id?: string | null): string | null;
  /** Nothing is stored: both give the user back. */
  save(): User;
  load(): User;
}

/** Nothing of it is stored, and it has no random id. */
export interface Group extends Identity {
  anonymousId(): undefined;
  save(): void;
  load(): void;
}

/** `data-` attributes of the script in camelCase. */
export interface LoadOptions {
  /** Path patterns and their names: `{'/app/:id/edit': 'EDITOR'}`. */
  routes?: Record<string, string>;
  hashRouting?: boolean | 'true' | 'false';
  /** `off`: navigator.doNotTrack is not read. */
  dnt?: boolean | 'on' | 'off';
  /** Query parameters that may stay, with commas between them. */
  params?: string;
  /** `off`: no automatic capture. */
  auto?: boolean | 'on' | 'off';
  endpoint?: string;
  /** Nothing is sent and nothing kept; a function has to return false for that not to be so. */
  disable?: boolean | (() => boolean);
  /** Without `Segment.io` in them, nothing is sent either. */
  integrations?: Record<string, unknown>;
  /** No id and no event is stored in the browser; both end with the page. */
  disableClientPersistence?: boolean;
  /** A `page()` with the load. */
  initialPageview?: boolean;
  /** `on`: clicks that a script makes are seen too. */
  scriptedClicks?: boolean | 'on' | 'off';
  [name: string]: unknown;
}

type Links = Element | ArrayLike<Element> | { toArray(): Element[] } | null;
type Id = string | number | null | undefined;
type Name = string | null | undefined;
type Given = Record<string, any> | null | undefined;
type GivenOptions = Options | null | undefined;

export interface Analytics {
  readonly VERSION: string;
  readonly initialized: boolean;
  readonly consent: Consent;
  readonly settings: { timeout: number };
  /** The destinations, of which there are none. */
  readonly Integrations: Record<string, never>;

  load(writeKey?: string, options?: LoadOptions): Analytics;
  ready(callback?: () => void): Promise<unknown>;

  page(callback?: Callback): Promise<Context>;
  page(name: Name, callback?: Callback): Promise<Context>;
  page(category: Name, name: Name, callback?: Callback): Promise<Context>;
  page(properties: Properties, callback?: Callback): Promise<Context>;
  page(properties: Properties, options: GivenOptions, callback?: Callback): Promise<Context>;
  page(name: Name, properties: Given, callback?: Callback): Promise<Context>;
  page(name: Name, properties: Given, options: GivenOptions, callback?: Callback): Promise<Context>;
  page(category: Name, name: Name, properties: Given, callback?: Callback): Promise<Context>;
  page(category: Name, name: Name, properties: Given, options: GivenOptions, callback?: Callback): Promise<Context>;

  pageview(path?: string): Promise<Context>;

  screen: Analytics['page'];

  track(event: string, callback?: Callback): Promise<Context>;
  track(event: string, properties: Given, callback?: Callback): Promise<Context>;
  track(event: string, properties: Given, options: GivenOptions, callback?: Callback): Promise<Context>;
  track(event: { event: string; properties?: Properties }, callback?: Callback): Promise<Context>;
  track(event: { event: string; properties?: Properties }, options: GivenOptions, callback?: Callback): Promise<Context>;

  identify(callback?: Callback): Promise<Context>;
  identify(id: Id, callback?: Callback): Promise<Context>;
  identify(id: Id, traits: Given, callback?: Callback): Promise<Context>;
  identify(id: Id, traits: Given, options: GivenOptions, callback?: Callback): Promise<Context>;
  identify(traits: Given, callback?: Callback): Promise<Context>;
  identify(traits: Given, options: GivenOptions, callback?: Callback): Promise<Context>;

  group(): Group;
  group(id: Id, callback?: Callback): Promise<Context>;
  group(id: Id, traits: Given, callback?: Callback): Promise<Context>;
  group(id: Id, traits: Given, options: GivenOptions, callback?: Callback): Promise<Context>;
  group(traits: Given, callback?: Callback): Promise<Context>;
  group(traits: Given, options: GivenOptions, callback?: Callback): Promise<Context>;

  /** Without an id, that of the user. */
  alias(callback?: Callback): Promise<Context>;
  alias(to: string | number, callback?: Callback): Promise<Context>;
  alias(to: string | number, from: Id, callback?: Callback): Promise<Context>;
  alias(to: string | number, from: Id, options: GivenOptions, callback?: Callback): Promise<Context>;
  alias(to: string | number, options: Options, callback?: Callback): Promise<Context>;

  user(): User;
  setAnonymousId(id?: string | null): string | null | Promise<string | null>;
  reset(options?: { full?: boolean }): void;

  on(event: 'track', listener: (event: string, properties: Properties, options: Options) => void): Analytics;
  on(
    event: 'page',
    listener: (category: string | null, name: string | null, properties: Properties, options: Options) => void,
  ): Analytics;
  on(event: string, listener: (...arguments_: any[]) => void): Analytics;
  once(event: string, listener: (...arguments_: any[]) => void): Analytics;
  off(event: string, listener?: (...arguments_: any[]) => void): Analytics;
  emit(event: string, ...arguments_: unknown[]): Analytics;

  trackLink(
    links: Links,
    event: string | ((element: Element) => string),
    properties?: Properties | ((element: Element) => Properties),
    options?: Options,
  ): Promise<Analytics>;
  trackForm(
    forms: Links,
    event: string | ((element: HTMLFormElement) => string),
    properties?: Properties | ((element: HTMLFormElement) => Properties),
    options?: Options,
  ): Promise<Analytics>;
  trackClick: Analytics['trackLink'];
  trackSubmit: Analytics['trackForm'];

  addSourceMiddleware(middleware: Middleware): Promise<Analytics>;
  /** There are no destinations and no plugins: these do nothing, and are answered. */
  addDestinationMiddleware(name: string, ...middleware: unknown[]): Promise<Analytics>;
  register(...plugins: unknown[]): Promise<Analytics>;
  deregister(...plugins: string[]): Promise<Analytics>;
  /** Is called with the tracker. */
  use(plugin: (analytics: Analytics) => void): Analytics;
  debug(on?: boolean): Analytics;
  /** How long links and forms wait, in milliseconds. */
  timeout(ms: number): Analytics;
  push(call: [method: string, ...arguments_: unknown[]]): unknown;
}

declare global {
  interface Window {
    analytics: Analytics;
  }
  // eslint-disable-next-line no-var
  var analytics: Analytics;
}

/** Where the scripts are, and the tracker's options. */
export interface ScriptOptions extends LoadOptions {
  /** The tracker's script; `/candor.js` if not given. The instance answers beside it. */
  src?: string;
  /** The script that asks for consent, such as `/candor-consent.js`; not loaded if not given. */
  consent?: string;
}

/**
 * Puts the tracker into the page, once. Resolves when it is there; on a server that renders pages at once, with undefined. Rejects when
 * the script cannot be had, and a later call tries again.
 */
export function load(options?: ScriptOptions): Promise<Analytics | undefined>;

/** As `analytics.track`; before the script is there, the call waits. On a server it does nothing. */
export function track(event: string, properties?: Given, options?: Options | null): void;

/** As `analytics.page`; before the script is there, the call waits. On a server it does nothing. */
export function page(name?: string, properties?: Given, options?: Options | null): void;
