package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.dropoutlab.data.Images;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    /** As a broadcast, and as a file. Oracle: the bytes that were sent. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 0})
    void whatArrivesIsWhatWasSent(long largestBroadcast) {
        byte[][] pixels = {{1, 2, -3}, {4, 5, 6}};
        Cargo cargo = new Cargo(
                new Images(pixels, new int[] {0, 1}, List.of("a", "b"), new Images.Shape(3, 1, 1), 1),
                Optional.empty(),
                Optional.of(new byte[] {7, -8}));
        SparkConf conf = new SparkConf()
                .setMaster("local[1]")
                .setAppName("delivery")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost");

        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            Delivery delivery = Delivery.of(cargo, spark, largestBroadcast);
            byte[] sent = Messages.bytes(cargo);

            assertThat(Messages.bytes(delivery.unpack())).isEqualTo(sent);
            assertThat(delivery.bytes()).isEqualTo(sent.length);
        }
    }
}
