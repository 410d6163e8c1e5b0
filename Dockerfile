# One image per service: docker build --build-arg SERVICE=pruning -t espalier/pruning .
# The build stage is the same for all five, so a builder runs it once.

FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    ./mvnw -B -ntp -Dquick -DskipTests package \
        -pl services/ingest,services/pruning,services/finetuning,services/evaluation,services/registry -am

# Ubuntu rather than Alpine: libtorch is linked against glibc, and against OpenMP (libgomp1). curl is for the health check.
FROM eclipse-temurin:25.0.3_9-jre-noble
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 espalier \
    && useradd --uid 10001 --gid espalier --home-dir /var/lib/espalier --no-create-home --shell /usr/sbin/nologin espalier \
    && install -d -o espalier -g espalier \
        /var/lib/espalier /var/lib/espalier/artifacts /var/lib/espalier/cache /var/lib/espalier/data /var/lib/espalier/engine

ARG SERVICE
RUN test -n "$SERVICE" || { echo "give --build-arg SERVICE=ingest|pruning|finetuning|evaluation|registry" >&2; exit 1; }
COPY --from=build /src/services/${SERVICE}/target/quarkus-app/ /opt/espalier/

# PASSIVE: threads of libtorch that wait must not take the cores of those that work; but not asleep at the first instant.
# DJL_CACHE_DIR: where the training engine unpacks its native library (450 MB) at its first use.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8080 \
    OMP_WAIT_POLICY=PASSIVE \
    GOMP_SPINCOUNT=1000 \
    DJL_CACHE_DIR=/var/lib/espalier/engine

USER 10001:10001
WORKDIR /opt/espalier
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=6 \
    CMD curl --fail --silent --output /dev/null "http://127.0.0.1:${QUARKUS_HTTP_PORT}/q/health/ready"

# The heap is the smaller part: tensors live outside it. JDK_JAVA_OPTIONS adds to these or overrides them.
ENTRYPOINT ["java", \
    "-XX:+UseSerialGC", \
    "-XX:MaxRAMPercentage=40", \
    "--enable-native-access=ALL-UNNAMED", \
    "-Dai.djl.offline=true", \
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", \
    "-jar", "quarkus-run.jar"]
