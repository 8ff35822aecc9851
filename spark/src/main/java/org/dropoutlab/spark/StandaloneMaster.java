package org.dropoutlab.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.dropoutlab.experiment.InputException;
import scala.reflect.ClassTag$;

/**
 * The master of a standalone cluster, asked for what Spark does not tell its drivers: why they get no executors.
 *
 * @param url {@code spark://HOST:PORT}, and more hosts and ports if some stand by
 */
record StandaloneMaster(String url) {
    private static final String SCHEME = "spark://";
    private static final int CONNECT_MILLIS = 5000;
    private static final long MEGABYTE = 1L << 20;

    /** The master of that address; empty for other kinds of clusters. */
    static Optional<StandaloneMaster> of(String master) {
        return master.startsWith(SCHEME) ? Optional.of(new StandaloneMaster(master)) : Optional.empty();
    }

    /**
     * Checks that something listens; Spark itself would try for a minute.
     *
     * @throws InputException if not
     */
    void requireListening() {
        String why = "";
        for (InetSocketAddress place : places()) {
            if (place.isUnresolved()) {
                why = "unknown host " + place.getHostString();
                continue;
            }
            try (Socket socket = new Socket()) {
                socket.connect(place, CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                why = e.getMessage();
            }
        }
        throw new InputException("--master %s: no cluster answers there (%s)".formatted(url, why));
    }

    private List<InetSocketAddress> places() {
        return Arrays.stream(url.substring(SCHEME.length()).split(","))
                .map(place -> {
                    int colon = place.lastIndexOf(':');
                    return new InetSocketAddress(
                            place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
                })
                .toList();
    }

    /**
     * Why a driver waits for its first executor.
     *
     * @param words the reason as the end of a sentence
     * @param forGood whether no worker could start one even if nobody else used it
     */
    record Reason(String words, boolean forGood) {}

    /** Asks the master; empty if none answers. */
    Optional<Reason> whyNoExecutor(SparkConf conf, String application) {
        return places().stream()
                .flatMap(place -> ask(place).stream())
                .map(state -> reason(state, conf, application))
                .findFirst();
    }

    private static Optional<DeployMessages.MasterStateResponse> ask(InetSocketAddress place) {
        try {
            return Optional.of(SparkEnv.get()
                    .rpcEnv()
                    .setupEndpointRef(new RpcAddress(place.getHostString(), place.getPort()), Master.ENDPOINT_NAME())
                    .askSync(
                            DeployMessages.RequestMasterState$.MODULE$,
                            ClassTag$.MODULE$.apply(DeployMessages.MasterStateResponse.class)));
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static Reason reason(DeployMessages.MasterStateResponse state, SparkConf conf, String application) {
        long megabytes = conf.getSizeAsBytes("spark.executor.memory", "1g") / MEGABYTE;
        int cores = conf.getInt("spark.executor.cores", 1);
        WorkerInfo[] workers = state.workers();
        if (workers.length == 0) {
            return new Reason("the cluster has no workers", false);
        }
        if (Arrays.stream(workers).noneMatch(worker -> worker.memory() >= megabytes && worker.cores() >= cores)) {
            WorkerInfo largest = Arrays.stream(workers)
                    .max((one, two) -> Integer.compare(one.memory(), two.memory()))
                    .orElseThrow();
            return new Reason(
                    "no worker can give an executor %d MB and %s; the one with most memory has %d MB and %s"
                            .formatted(megabytes, cores(cores), largest.memory(), cores(largest.cores())),
                    true);
        }
        String others = Arrays.stream(state.activeApps())
                .filter(other -> !other.id().equals(application))
                .map(other -> other.desc().name() + " (" + other.id() + ")")
                .collect(Collectors.joining(", "));
        return new Reason(
                others.isEmpty()
                        ? "none has registered; the web pages of the master and its workers show why"
                        : "other applications use the cluster: " + others,
                false);
    }

    private static String cores(int number) {
        return number == 1 ? "1 core" : number + " cores";
    }
}
