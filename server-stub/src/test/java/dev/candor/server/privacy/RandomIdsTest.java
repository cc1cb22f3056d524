package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "0192f3a1-7c1e-7b3a-9c1d-2f6a7b8c9d0e",
                "5f0c9f0e-2f5c-8d5e-9d3a-1b7a4c0e9a11",
                "0f6b07ee-0717-413-808c-c25b09c0468",
                "ajs-9176c8f5ebc607524746206ea6aa7502",
                "ajs-next-1732442400000-0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "node-next-1732442400000-0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "node-9176c8f5ebc607524746206ea6aa7502-0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "api-1jokIBOkNv8nEmu2fGeNb01G1RC",
                "1jokIBOkNv8nEmu2fGeNb01G1RC",
                "612465f87b2230debedfc6",
                "64f0c2a1b3d4e5f6a7b8c9d0",
            })
    void whatClientsAndDatabasesMakeIsRandom(String id) {
        assertThat(RandomIds.looksRandom(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann-smith",
                "ann.smith.1984",
                "ann@example.org",
                "42",
                "4111111111111111",
                "+491711234567",
                "192.168.10.7",
                "deadbeefcafefacade",
                "ajs-ann-smith",
                "ajs-next-1732442400000-ann-smith",
                "api-AnnSmithFromAcmeCorporation",
                "AnnSmithFromAcmeCorporation",
                "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa-ann",
                "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa\n",
            })
    void whatMayBeSomebodysIsNot(String id) {
        assertThat(RandomIds.looksRandom(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"m1", "evt-17", "load-3-1042", "batch_7.20", "M0001234"})
    void aNumberedMessageNamesNobody(String id) {
        assertThat(RandomIds.numbers(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann-smith",
                "42",
                "annsmith1-ann",
                "tel-01711234567",
                "c-4111-1111-1111",
                "a-1\n",
                "ann@1",
                "anneliese17"
            })
    void aNameAPhoneOrACardIsNoNumber(String id) {
        assertThat(RandomIds.numbers(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-512"})
    void theHashOfANameIsNotRandom(String algorithm) throws Exception {
        var hash = java.security.MessageDigest.getInstance(algorithm).digest("ann".getBytes(StandardCharsets.UTF_8));
        assertThat(RandomIds.looksRandom(java.util.HexFormat.of().formatHex(hash)))
                .isFalse();
    }

    @Test
    void aUuidOfANameOrOfANetworkCardIsNotRandom() {
        assertThat(RandomIds.looksRandom(UUID.nameUUIDFromBytes("ann".getBytes(StandardCharsets.UTF_8))
                        .toString()))
                .isFalse();
        assertThat(RandomIds.looksRandom("6fa459ea-ee8a-11e4-8f2d-001b44113ab7"))
                .isFalse();
        assertThat(RandomIds.looksRandom("886313e1-3b8a-5372-9b90-0c9aee199e5d"))
                .isFalse();
    }

    @Test
    void theQuickLookAtAUuidAgreesWithTheExpression() {
        var uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[04789a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
        var random = new Random(1);
        var signs = "0123456789abcdefgABF-_";
        for (int i = 0; i < 20_000; i++) {
            var id = new StringBuilder(new UUID(random.nextLong(), random.nextLong()).toString());
            for (int j = random.nextInt(3); j > 0; j--) {
                id.setCharAt(random.nextInt(id.length()), signs.charAt(random.nextInt(signs.length())));
            }
            // Of this length, with a dash before the last twelve, nothing but a UUID is random.
            if (id.charAt(23) == '-') {
                assertThat(RandomIds.looksRandom(id.toString()))
                        .as(id.toString())
                        .isEqualTo(id.toString().matches(uuid));
            }
        }
    }
}
