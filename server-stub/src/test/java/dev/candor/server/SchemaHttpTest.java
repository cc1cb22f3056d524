package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads what left finds it as {@code /schema.json} says, whoever made it. */
class SchemaHttpTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'track','event':'CLICK'}",
                "{'type':'track','event':'CLICK','context':{}}",
                "{'type':'track','event':'CLICK','context':{'library':{'name':'our own sender'}}}",
                "{'type':'track','event':'CLICK','context':{'page':{'path':'/applications'},'screen':{'width':9}}}",
                "{'type':'page','name':'Editor','category':'Docs','properties':{'path':'/a'}}",
                "{'type':'identify','userId':'ann','traits':{'plan':'free'}}",
                "{'type':'group','groupId':4711}",
                "{'type':'track','event':'execute_ACTION_TRIGGERED','properties':{'pluginName':'PostgreSQL'}}",
                "{'type':'track','event':'execute_ACTION_TRIGGERED','properties':{'datasource':{'host':'db'}}}",
                "{'type':'track','event':'Instance Active','properties':{'instanceId':'ann'}}",
            })
    void whatLeavesIsAsTheSchemaSays(String event) throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_WRITE_KEY", "key")) {
            var body = "{'writeKey':'key','batch':[" + event + "]}";
            assertThat(server.post("/v1/batch", body.replace('\'', '"')).statusCode())
                    .isEqualTo(200);
            var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(server.get("/schema.json").body());
            var left = server.all();
            assertThat(left).isNotEmpty();
            for (var one : left) {
                assertThat(schema.validate(one.get("event"))).isEmpty();
            }
        }
    }
}
