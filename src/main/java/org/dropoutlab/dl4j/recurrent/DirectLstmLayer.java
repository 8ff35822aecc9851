package org.dropoutlab.dl4j.recurrent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.dl4j.recurrent.LstmForward.Course;
import org.dropoutlab.dl4j.recurrent.LstmForward.State;
import org.dropoutlab.dl4j.recurrent.LstmForward.Weights;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The runtime of {@link DirectLstm}. */
final class DirectLstmLayer extends BaseRecurrentLayer<LSTM> {
    private static final long serialVersionUID = 1L;
    private static final String INPUT = LSTMParamInitializer.INPUT_WEIGHT_KEY;
    private static final String RECURRENT = LSTMParamInitializer.RECURRENT_WEIGHT_KEY;
    private static final String BIAS = LSTMParamInitializer.BIAS_KEY;
    private static final String HIDDEN = org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_ACTIVATION;
    private static final String CELL = org.deeplearning4j.nn.layers.recurrent.LSTM.STATE_KEY_PREV_MEMCELL;
    private static final Course NOTHING = new Course(LstmMasks.NONE, 0, 0, Optional.empty(), Optional.empty(), false);

    /** Rows computed at a time at inference. */
    private static final int ROWS_AT_ONCE = 8192;

    private final int inputs;
    private final int units;
    private final LstmTreatments treatments;
    private final LstmMasks.Draw draw;
    private final transient LstmTape tape;
    private final transient LstmForward forward;
    private final transient LstmBackward backward;

    /** The last forward pass; not kept if no backward pass may follow. */
    private transient Course course = NOTHING;

    private transient Optional<LstmMasks.Lasting> lasting = Optional.empty();

    DirectLstmLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        DirectLstm layer = (DirectLstm) conf.getLayer();
        this.inputs = Math.toIntExact(layer.getNIn());
        this.units = Math.toIntExact(layer.getNOut());
        this.treatments = layer.treatments();
        this.draw = new LstmMasks.Draw(treatments, inputs, units, layer.sharesMasks());
        Squash squash = Squash.of(layer.getActivationFn());
        this.tape = new LstmTape(inputs, units);
        this.forward = new LstmForward(tape, squash);
        this.backward = new LstmBackward(tape, squash);
    }

    /** The masks of the last forward pass. */
    LstmMasks masks() {
        return course.masks();
    }

    @Override
    public INDArray activate(INDArray newInput, boolean training, LayerWorkspaceMgr workspaces) {
        setInput(newInput, workspaces);
        return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        lasting = Optional.empty();
        return pass(training, Optional.empty(), Optional.empty(), workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray newInput, LayerWorkspaceMgr workspaces) {
        setInput(newInput, workspaces);
        State end = State.zero(examples(), units);
        INDArray outputs = pass(false, state(stateMap), Optional.of(end), workspaces);
        store(end, stateMap);
        return outputs;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray newInput, boolean training, boolean storesLast, LayerWorkspaceMgr workspaces) {
        setInput(newInput, workspaces);
        if (tBpttStateMap.isEmpty()) {
            lasting = Optional.empty();
        }
        State end = State.zero(examples(), units);
        INDArray outputs = pass(training, state(tBpttStateMap), Optional.of(end), workspaces);
        if (storesLast) {
            store(end, tBpttStateMap);
        }
        return outputs;
    }

    private int examples() {
        return Math.toIntExact(input.size(0));
    }

    private Optional<State> state(Map<String, INDArray> from) {
        if (!from.containsKey(HIDDEN)) {
            return Optional.empty();
        }
        INDArray hidden = from.get(HIDDEN);
        if (hidden.size(0) != input.size(0)) {
            throw new IllegalStateException(
                    "the recurrent state is that of %d examples, but the input has %d: call rnnClearPreviousState() first %s"
                            .formatted(hidden.size(0), input.size(0), layerId()));
        }
        return Optional.of(new State(rows(hidden), rows(from.get(CELL))));
    }

    private static float[] rows(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private void store(State state, Map<String, INDArray> into) {
        into.put(HIDDEN, detached(state.hidden()));
        into.put(CELL, detached(state.cell()));
    }

    private INDArray detached(float[] rows) {
        try (var ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return Nd4j.createFromArray(rows).reshape(examples(), units);
        }
    }

    /** The outputs for the input. */
    private INDArray pass(boolean training, Optional<State> start, Optional<State> end, LayerWorkspaceMgr workspaces) {
        requireInput();
        applyDropOutIfNecessary(training, workspaces);
        PackedSteps steps = packed();
        LstmMasks masks = training ? draw(steps) : LstmMasks.NONE;
        course = new Course(
                masks,
                training ? 0 : (float) treatments.cell().value(),
                training ? 0 : (float) treatments.hidden().value(),
                start,
                end,
                training);
        INDArray outputs = workspaces.create(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {examples(), units, steps.steps()}, 'f');
        run(training, steps, outputs, workspaces);
        return permuteIfNWC(outputs);
    }

    private void run(boolean training, PackedSteps steps, INDArray outputs, LayerWorkspaceMgr workspaces) {
        Weights weights = weights(training, workspaces);
        INDArray sequences = sequences(input);
        SequenceArray from = SequenceArray.of(sequences);
        SequenceArray into = SequenceArray.of(outputs);
        for (PackedSteps part : course.keeps() ? List.of(steps) : steps.parts(ROWS_AT_ONCE)) {
            forward.run(weights, part, from, into, course);
        }
    }

    private LstmMasks draw(PackedSteps steps) {
        LstmMasks.Lasting masks = lasting.orElseGet(() -> draw.lasting(examples()));
        lasting = Optional.of(masks);
        return draw.of(steps, masks);
    }

    private void requireInput() {
        assertInputSet(false);
        if (input.rank() != 3 || sequences(input).size(1) != inputs) {
            throw new DL4JInvalidInputException("expected sequences [example, %d, step], not an array of %s %s"
                    .formatted(inputs, Arrays.toString(input.shape()), layerId()));
        }
    }

    /** An array as [example, feature, step] in single precision. */
    private INDArray sequences(INDArray array) {
        return permuteIfNWC(array).castTo(DataType.FLOAT);
    }

    private PackedSteps packed() {
        int examples = examples();
        int steps = Math.toIntExact(permuteIfNWC(input).size(2));
        if (maskArray == null) {
            return PackedSteps.all(examples, steps);
        }
        if (maskArray.rank() != 2 || maskArray.size(0) != examples || maskArray.size(1) != steps) {
            throw new DL4JInvalidInputException("expected a mask [%d, %d], not an array of %s %s"
                    .formatted(examples, steps, Arrays.toString(maskArray.shape()), layerId()));
        }
        return PackedSteps.of(maskArray.castTo(DataType.FLOAT).toFloatMatrix(), steps);
    }

    private Weights weights(boolean training, LayerWorkspaceMgr workspaces) {
        return new Weights(
                address(getParamWithNoise(INPUT, training, workspaces)),
                address(getParamWithNoise(RECURRENT, training, workspaces)),
                getParamWithNoise(BIAS, training, workspaces).toFloatVector());
    }

    /** The numbers of a matrix whose columns are contiguous. */
    private static FloatPointer address(INDArray matrix) {
        INDArray columns = matrix.stride(0) == 1 && matrix.stride(1) == matrix.size(0) ? matrix : matrix.dup('f');
        return new FloatPointer(columns.data().addressPointer());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return gradients(epsilon, 0, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
            INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaces) {
        int steps = Math.toIntExact(permuteIfNWC(input).size(2));
        Pair<Gradient, INDArray> result = gradients(epsilon, Math.max(0, steps - backwardLength), workspaces);
        // Deeplearning4j's forward pass does not store it.
        course.end().ifPresent(end -> store(end, tBpttStateMap));
        return result;
    }

    /**
     * @param from the first step that is part of the gradient
     */
    private Pair<Gradient, INDArray> gradients(INDArray epsilon, int from, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!course.keeps()) {
            repeat(workspaces);
        }
        INDArray derivatives = workspaces.create(
                ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {examples(), inputs, tape.steps.steps()}, 'f');
        if (tape.steps.rows() == 0) {
            gradientViews.values().forEach(view -> view.assign(0));
        } else {
            backward.run(
                    weights(true, workspaces),
                    SequenceArray.of(sequences(epsilon)),
                    SequenceArray.of(derivatives),
                    course,
                    new LstmBackward.Gradients(gradient(INPUT), gradient(RECURRENT), gradient(BIAS)),
                    from);
        }
        weightNoiseParams.clear();
        Gradient gradient = new DefaultGradient();
        for (String name : List.of(INPUT, RECURRENT, BIAS)) {
            gradient.gradientForVariable().put(name, gradientViews.get(name));
        }
        return new Pair<>(gradient, backpropDropOutIfPresent(permuteIfNWC(derivatives)));
    }

    private FloatPointer gradient(String name) {
        return new FloatPointer(gradientViews.get(name).data().addressPointer());
    }

    /**
     * Repeats an inference pass, keeping what the backward pass needs: Deeplearning4j's frozen layers with backpropagation run
     * forward as at inference.
     */
    private void repeat(LayerWorkspaceMgr workspaces) {
        PackedSteps steps = packed();
        course = new Course(
                course.masks(), course.oldCell(), course.oldHidden(), course.start(), Optional.empty(), true);
        INDArray outputs = workspaces.create(
                ArrayType.BP_WORKING_MEM, DataType.FLOAT, new long[] {examples(), units, steps.steps()}, 'f');
        run(false, steps, outputs, workspaces);
    }

    @Override
    public Gradient gradient() {
        throw new UnsupportedOperationException("an LSTM cannot be pretrained " + layerId());
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
    }

    /** Keeps the mask, which Deeplearning4j's LSTM only gets within a wrapper. */
    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray newMask, MaskState currentMaskState, int minibatchSize) {
        setMaskArray(newMask);
        return new Pair<>(newMask, MaskState.Passthrough);
    }

    @Override
    public void rnnClearPreviousState() {
        super.rnnClearPreviousState();
        lasting = Optional.empty();
    }

    @Override
    public void clear() {
        super.clear();
        course = NOTHING;
    }
}
