# The server alone, as an image: docker build -t candor . (after `make build`).
FROM eclipse-temurin:17-jre-alpine

RUN addgroup -S -g 10001 candor && adduser -S -D -H -u 10001 -G candor candor \
    && mkdir /data && chown candor:candor /data

COPY server-stub/target/candor-server-stub.jar /opt/candor/candor.jar

# Whatever is written is written here: the store, its secrets, docker.env.
ENV HOST=0.0.0.0 PORT=8080 CANDOR_DATA_DIR=/data/store CANDOR_ENV_FILE=/data/docker.env
VOLUME /data
WORKDIR /data
EXPOSE 8080
USER 10001:10001

HEALTHCHECK --interval=30s --timeout=10s --start-period=15s CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/opt/candor/candor.jar", "status"]
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/candor/candor.jar"]
