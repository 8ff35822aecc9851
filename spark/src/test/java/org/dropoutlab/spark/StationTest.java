package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.dropoutlab.data.Table;
import org.junit.jupiter.api.Test;

class StationTest {
    private static final Cargo CARGO = new Cargo(
            new Table(new double[][] {{1}, {2}}, new int[] {0, 1}, List.of("a", "b")),
            Optional.empty(),
            Optional.empty());

    /** One that remembered the other run's networks would not send its own. */
    @Test
    void twoRunsOfOneProcessShareNoStationEvenWithTheSameData() {
        Station first = station();

        assertThat(station()).isNotSameAs(first);
    }

    private static Station station() {
        SparkConf conf = new SparkConf()
                .setMaster("local[1]")
                .setAppName("station")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            Delivery delivery = Delivery.of(CARGO, spark);
            Station station = Station.of(delivery);

            assertThat(Station.of(delivery)).isSameAs(station);
            return station;
        }
    }
}
