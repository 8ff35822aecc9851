import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.run.ThreadEngine;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.training.TrialRunner;

/** Memory of one process over many short trials; see README.md for the command. Linux only. */
public class MemoryOverTrials {
    public static void main(String[] args) throws Exception {
        int hundreds = Integer.parseInt(args[0]);
        Study study = Catalogue.named("sonar").at(Scale.DEFAULT).withArms(List.of("plain-slow", "hidden-fast"));
        study = study.withResampling(Resampling.of(2, 1)).withTraining(study.training().withEpochs(3));
        ThreadEngine engine = new ThreadEngine(new TrialRunner(new SonarData().synthetic().examples()), 2);
        int done = 0;
        System.out.println("trials  resident MB  heap in use MB");
        for (int until : checkpoints(hundreds)) {
            List<Trial> trials = new ArrayList<>();
            while (done + trials.size() < until) {
                trials.addAll(study.trials());
            }
            engine.run(trials, result -> {});
            done += trials.size();
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(200);
            }
            Runtime runtime = Runtime.getRuntime();
            System.out.printf("%6d  %11d  %14.1f%n", done, resident(),
                    (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20));
        }
    }

    private static List<Integer> checkpoints(int hundreds) {
        List<Integer> checkpoints = new ArrayList<>(List.of(20));
        for (int i = 1; i <= hundreds; i++) {
            checkpoints.add(100 * i);
        }
        return checkpoints;
    }

    private static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
