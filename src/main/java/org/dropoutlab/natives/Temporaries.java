package org.dropoutlab.natives;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the arrays that Deeplearning4j's operations make during a step, which is reused by the next one: left to the
 * garbage collector, they would cost more than the operations.
 */
public final class Temporaries {
    private static final String STEP = "DIRECT_STEP";
    private static final String UPDATER = "DIRECT_STEP_UPDATER";

    private static final WorkspaceConfiguration REUSED = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.05)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .build();

    /** Where Deeplearning4j's objects put their arrays within {@link #around}. */
    public static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.builder()
            .with(ArrayType.UPDATER_WORKING_MEM, UPDATER, REUSED)
            .defaultWorkspace(STEP, REUSED)
            .build();

    private Temporaries() {}

    /** Runs {@code work} with all new arrays of the calling thread temporary. */
    public static void around(Runnable work) {
        try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().getAndActivateWorkspace(REUSED, STEP)) {
            work.run();
        }
    }
}
