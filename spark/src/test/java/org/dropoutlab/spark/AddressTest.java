package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.run.EngineChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @AfterEach
    void forgetSettings() {
        System.clearProperty(Address.JAR);
        System.clearProperty("spark.executor.memory");
        System.clearProperty("spark.master");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "",
                "spark://host",
                "spark://host:port",
                "http://host:7077",
                "spark://host:7077/",
                "local-cluster[2,1]",
                "local-cluster[2;1;1024]"
            })
    void addressesThatSparkDoesNotKnowAreRefused(String master) {
        assertThatThrownBy(() -> address(master).check())
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "--master: expected spark://HOST:PORT, yarn, k8s://URL or"
                                + " local-cluster[EXECUTORS,CORES,MEGABYTES], not '%s'",
                        master);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local-cluster[0,1,1024] | needs at least one executor of one core",
                "local-cluster[1,0,1024] | needs at least one executor of one core",
                "local-cluster[2,1,449] | an executor needs at least 450 MB, not 449",
            })
    void embeddedClustersThatCannotStartAreRefused(String master, String why) {
        assertThatThrownBy(() -> address(master).check())
                .isInstanceOf(InputException.class)
                .hasMessage("--master %s: %s", master, why);
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.memory=100m: an executor needs at least 450m, 100m",
        "spark.executor.memory=much: expected a size such as 2g or 900m, much"
    })
    void memoryThatSparkCannotStartWithIsRefused(String message, String memory) {
        System.setProperty("spark.executor.memory", memory);
        assertThatThrownBy(() -> address("local-cluster[1,1,1024]").check())
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void otherMachinesNeedTheJar() throws IOException {
        try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Address there = address("spark://localhost:" + master.getLocalPort());
            assertThatThrownBy(there::check)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("executors on other machines need dropout-lab-spark.jar");

            System.setProperty(Address.JAR, "some.jar");
            there.check();
            assertThat(there.configuration().get("spark.jars")).isEqualTo("some.jar");
        }
    }

    @Test
    void oneOfTheMastersMustListen() throws IOException {
        int closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = gone.getLocalPort();
        }
        System.setProperty(Address.JAR, "some.jar");
        try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address("spark://localhost:%d,localhost:%d".formatted(closed, master.getLocalPort()))
                    .check();
        }
        assertThatThrownBy(() -> address("spark://localhost:%1$d,localhost:%1$d".formatted(closed))
                        .check())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no cluster answers there (Connection refused)");
    }

    @Test
    void theMasterIsTheOneAskedForThenSparkSubmitsThenOneOfThisMachine() {
        assertThat(Address.of(EngineChoice.spark().withWorkers(3)).master()).matches("local-cluster\\[3,1,\\d+]");
        System.setProperty("spark.master", "spark://submitted:7077");
        assertThat(Address.of(EngineChoice.spark()).master()).isEqualTo("spark://submitted:7077");
        assertThat(Address.of(EngineChoice.spark("spark://typed:7077")).master())
                .isEqualTo("spark://typed:7077");
    }

    @Test
    void workersLimitTheCoresOfACluster() {
        System.setProperty(Address.JAR, "some.jar");
        SparkConf conf = new Address("spark://host:7077", OptionalInt.of(3)).configuration();
        assertThat(conf.get("spark.cores.max")).isEqualTo("3");
        assertThat(address("spark://host:7077").configuration().contains("spark.cores.max"))
                .isFalse();
    }

    /** Standalone and embedded clusters read the first setting, YARN and Kubernetes the second. */
    @ParameterizedTest
    @ValueSource(strings = {"local-cluster[4,1,1024]", "yarn", "k8s://https://host:443"})
    void workersLimitEveryKindOfCluster(String master) {
        SparkConf conf = new Address(master, OptionalInt.of(3)).configuration();
        assertThat(conf.get("spark.cores.max")).isEqualTo("3");
        assertThat(conf.get("spark.executor.instances")).isEqualTo("3");
    }

    @Test
    void workersThatWouldLimitNothingAreRefused() {
        assertThatThrownBy(() -> new Address("local[4]", OptionalInt.of(2)).check())
                .isInstanceOf(InputException.class)
                .hasMessage("--workers does not limit --master local[4]: give the number there, as in local[2]");
    }

    /** ND4J's arrays are outside the heap: a limit of their own, and part of what a cluster manager gives the process. */
    @Test
    void memoryOutsideTheHeapIsLimitedAndCounted() {
        SparkConf conf = address("local-cluster[1,1,1024]").configuration();
        assertThat(conf.get("spark.executor.memory")).isEqualTo("1024m");
        assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("1024m");
        assertThat(conf.get("spark.executor.extraJavaOptions"))
                .contains("-Dorg.bytedeco.javacpp.maxbytes=" + (1L << 30));
    }

    @Test
    void moreMemoryIsTwiceAsMuch() {
        assertThat(address("local-cluster[2,1,1024]").withMoreMemory()).isEqualTo("--master local-cluster[2,1,2048]");
        System.setProperty("spark.executor.memory", "500m");
        assertThat(address("spark://host:7077").withMoreMemory())
                .isEqualTo("LAB_JAVA_OPTS=-Dspark.executor.memory=1000m");
    }

    private static Address address(String master) {
        return new Address(master, OptionalInt.empty());
    }
}
