package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServerTest {
    @ParameterizedTest
    @CsvSource({
        "256, 1048576, 16384",
        "6144, 1048576, 20000",
        "6144, 1024, 768",
        "6144, 256, 128",
        "0, 1024, 1",
    })
    void asManyConnectionsAsMemoryAndOpenFilesAllow(long heapMegabytes, long openFiles, int connections) {
        assertThat(WebServer.connections(heapMegabytes << 20, openFiles)).isEqualTo(connections);
    }
}
