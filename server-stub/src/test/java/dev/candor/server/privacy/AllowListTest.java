package dev.candor.server.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Collected;
import dev.candor.event.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record lets pass, and what the admin reads about the rest. */
class AllowListTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private AllowList allowList;
    private final List<Withheld> withheld = new ArrayList<>();

    /** A field of each kind. */
    private record All(
            @Collected(why = "test", kind = Kind.BOOLEAN) @Nullable
            Boolean on,

            @Collected(why = "test", kind = Kind.FIXED) @Nullable
            String type,

            @Collected(why = "test", kind = Kind.LABELS) @Nullable
            String labels,

            @Collected(why = "test", kind = Kind.NUMBER) @Nullable
            Integer count,

            @Collected(why = "test", kind = Kind.OBJECT) @Nullable
            Inner maybe,

            @Collected(why = "test", kind = Kind.OBJECT) Inner always,

            @Collected(why = "test", kind = Kind.RANDOM_ID) @Nullable
            String id,

            @Collected(why = "test", kind = Kind.ROUTE) @Nullable
            String path,

            @Collected(why = "test", kind = Kind.SCRUBBED) @Nullable
            String title,

            @Collected(why = "test", kind = Kind.SCRUBBED) @Nullable
            String search,

            @Collected(why = "test", kind = Kind.TIME) @Nullable
            String at,

            @Collected(why = "test", kind = Kind.TYPED) @Nullable
            String name,

            @Collected(why = "test", kind = Kind.VERSION) @Nullable
            String version) {}

    private record Inner(
            @Collected(why = "test", kind = Kind.NUMBER) @Nullable
            Integer count) {}

    private record Careless(String field) {}

    @BeforeEach
    void makeAllowList() {
        var patterns = new JavaPatterns();
        var scrubber = new DeepScrubber(patterns, finding -> {});
        var words = new Words(patterns, scrubber);
        var key = new InstanceKey(dir.resolve(InstanceKey.FILE));
        allowList = new AllowList(new Values(patterns, scrubber, words, key, false, Set.of()), words);
    }

    private static ObjectNode object(String json) throws IOException {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }

    private String pass(String json) throws IOException {
        return allowList.pass(All.class, object(json), "", withheld).toString().replace('"', '\'');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'on':false}",
                "{'type':'track'}",
                "{'count':-0.5}",
                "{'maybe':{'count':1}}",
                "{'always':{}}",
                "{'id':'0b62ab60-02ad-4f69-a181-d9c5eb2f97fa'}",
                "{'path':'/app/:id/edit'}",
                "{'search':'?utm_source=mail'}",
                "{'at':'2026-11-24T10:00:00.000Z'}",
                "{'version':'1.2.3'}"
            })
    void whatIsAsItHasToBeStaysAsItIs(String json) throws Exception {
        assertThat(pass(json)).isEqualTo(json);
        assertThat(withheld).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'on':'yes' | on | has to be true or false",
                "'type':'two words' | type | has to be a short label, of the field's vocabulary where there is one",
                "'type':7 | type | has to be a short label, of the field's vocabulary where there is one",
                "'labels':'x' | labels | has to be a text",
                "'count':'7' | count | has to be a number below 100,000,000,000,000",
                "'count':1e14 | count | has to be a number below 100,000,000,000,000",
                "'maybe':'x' | maybe | has to be an object",
                "'maybe':{'count':true} | maybe.count | has to be a number below 100,000,000,000,000",
                "'maybe':{'ann':7} | maybe.ann | not in the data dictionary",
                "'id':{} | id | has to be a text",
                "'path':7 | path | has to be a text",
                "'search':7 | search | only a title of a page without ids, one-word campaigns and known browsers leave",
                "'at':'soon' | at | has to be an ISO 8601 time",
                "'name':true | name | has to be a text",
                "'version':'one two' | version | has to be a version such as 1.2.3",
                "'version':'0b62ab60-02ad-4f69-a181-d9c5eb2f' | version | has to be a version such as 1.2.3",
                "'other':'x' | other | not in the data dictionary",
            })
    void whatIsNotIsWithheldAndTheAdminReadsWhy(String member, String field, String reason) throws Exception {
        assertThat(pass("{" + member + "}")).isEqualTo("{}");
        assertThat(withheld).containsExactly(new Withheld(field, reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'path':'/app/4711/edit' | {'path':'/app/:id/edit'} | in part: ids and what looks personal were replaced, the rest is kept",
                "'search':'?utm_source=mail&q=ann' | {'search':'?utm_source=mail'} | in part: ids and what looks personal were replaced, the rest is kept",
                "'search':'?q=ann' | {'search':''} | only a title of a page without ids, one-word campaigns and known browsers leave",
                "'title':'Ann' | {'title':''} | only a title of a page without ids, one-word campaigns and known browsers leave",
                "'path':'' | {'path':''} | ",
                "'at':'2026-11-24T11:00+01:00' | {'at':'2026-11-24T10:00:00.000Z'} | in part: ids and what looks personal were replaced, the rest is kept",
            })
    void whatIsChangedSaysSo(String member, String passed, @Nullable String reason) throws Exception {
        assertThat(pass("{" + member + "}")).isEqualTo(passed);
        assertThat(withheld).extracting(Withheld::reason).isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ann'", "4711"})
    void anIdThatMayBeSomebodysSaysThatAHashStandsInItsPlace(String id) throws Exception {
        assertThat(pass("{'id':" + id + "}")).matches("\\{'id':'[0-9a-f-]{36}'}");
        assertThat(withheld)
                .containsExactly(new Withheld("id", "a keyed hash stands in its place, as it may be somebody's"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'Ann'", "4711"})
    void whatAPersonTypedIsHashedAsTheDictionarySays(String name) throws Exception {
        assertThat(pass("{'name':" + name + "}")).matches("\\{'name':'[0-9a-f]{64}'}");
        assertThat(withheld).isEmpty();
    }

    @Test
    void anObjectOfWhichNothingPassesIsLeftOutUnlessItsRecordAsksForIt() throws Exception {
        assertThat(pass("{'maybe':{'x':1},'always':{'x':1}}")).isEqualTo("{'always':{}}");
        assertThat(withheld).extracting(Withheld::field).containsExactly("maybe.x", "always.x");
    }

    @Test
    void whatIsNullIsAbsent() throws Exception {
        assertThat(pass("{'on':null,'maybe':null,'count':1}")).isEqualTo("{'count':1}");
        assertThat(withheld).isEmpty();
    }

    @Test
    void theFieldsOfAClickAreWhatItsRecordSaysAndTheOthersLabels() throws Exception {
        var click =
                object("{'download':'yes','outbound':true,'role':null,'tag':'a b','plan':'free','note':'by Ann S'}");
        var passed = allowList.passLabels(AllowList.ownProperties(), click, "properties.", withheld);
        assertThat(passed).isEqualTo(object("{'outbound':true,'plan':'free'}"));
        assertThat(withheld)
                .containsExactly(
                        new Withheld("properties.download", "has to be true or false"),
                        new Withheld(
                                "properties.tag",
                                "has to be a short label, of the field's vocabulary where there is one"),
                        new Withheld(
                                "properties.note",
                                "neither a boolean, nor a number, nor a short label without spaces"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query",
                "searchTerm",
                "search_query",
                "keywords",
                "q",
                "latitude",
                "lat",
                "lng",
                "geo_lon",
                "zip",
                "zipCode",
                "postal_code",
                "postcode",
            })
    void whatSomebodySearchesForAndWhereTheyAreIsWithheldByItsName(String name) throws Exception {
        var passed = allowList.passLabels(
                AllowList.ownProperties(), object("{'" + name + "':'divorce','plan':'free'}"), "properties.", withheld);
        assertThat(passed).isEqualTo(object("{'plan':'free'}"));
        assertThat(withheld).containsExactly(new Withheld("properties." + name, Reasons.PERSONAL_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "searchResults",
                "queryCount",
                "latency",
                "platform",
                "zipped",
                "longest",
                "posts",
                "flat",
                "salon",
                "queries"
            })
    void aNameThatOnlyBeginsOrEndsLikeThatPasses(String name) throws Exception {
        var labels = object("{'" + name + "':3}");
        assertThat(allowList.passLabels(AllowList.ownProperties(), labels, "properties.", withheld))
                .isEqualTo(labels);
    }

    @Test
    void aFieldThatNobodyDecidedAboutStopsTheServer() {
        assertThatThrownBy(() -> allowList.fields(Careless.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("field");
    }
}
