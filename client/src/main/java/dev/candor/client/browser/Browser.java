package dev.candor.client.browser;

import dev.candor.client.privacy.Patterns;

/** All that the tracker asks of a browser. */
public record Browser(
        Clock clock,
        Console console,
        Cookies cookies,
        Json json,
        Links links,
        Network network,
        Page page,
        Patterns patterns,
        Randomness randomness,
        Script script,
        Signals signals,
        Storage storage,
        Tabs tabs,
        Timers timers,
        Values values) {}
