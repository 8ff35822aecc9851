package org.dropoutlab.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.dropoutlab.convolution.Window.Span;
import org.dropoutlab.dl4j.layer.DilatedConvolution;
import org.dropoutlab.dl4j.layer.MaxPooling2x2;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;

/** Reads a {@link ConvolutionPlan} from a configuration, layer by layer. */
final class PlanReader {
    private static final Set<Class<? extends Layer>> CONVOLUTIONS =
            Set.of(ConvolutionLayer.class, Convolution2D.class, DilatedConvolution.class);
    private static final Set<Class<? extends Layer>> POOLINGS = Set.of(SubsamplingLayer.class, MaxPooling2x2.class);

    private final Maps images;
    private final List<MapNoise> imageNoise = new ArrayList<>();
    private final List<ConvolutionStage> stages = new ArrayList<>();

    PlanReader(Maps images) {
        this.images = images;
    }

    /** The plan; empty if the network has no convolutions or anything in them is not supported. */
    Optional<ConvolutionPlan> read(MultiLayerConfiguration network) {
        if (network.getDataType() != DataType.FLOAT || !takesImages(network.getInputPreProcess(0))) {
            return Optional.empty();
        }
        int layers = network.getConfs().size();
        for (int i = 0; i < layers; i++) {
            InputPreProcessor before = network.getInputPreProcess(i);
            if (i > 0 && before != null) {
                return !stages.isEmpty() && flattens(before)
                        ? Optional.of(new ConvolutionPlan(images, imageNoise, stages, i))
                        : Optional.empty();
            }
            if (!add(network.getConf(i).getLayer())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean takesImages(InputPreProcessor before) {
        return before == null
                || (before.getClass() == FeedForwardToCnnPreProcessor.class
                        && before instanceof FeedForwardToCnnPreProcessor maps
                        && isSize(images, maps.getNumChannels(), maps.getInputHeight(), maps.getInputWidth()));
    }

    private boolean flattens(InputPreProcessor before) {
        return before.getClass() == CnnToFeedForwardPreProcessor.class
                && before instanceof CnnToFeedForwardPreProcessor maps
                && maps.getFormat() == CNN2DFormat.NCHW
                && isSize(last().maps(), maps.getNumChannels(), maps.getInputHeight(), maps.getInputWidth());
    }

    private static boolean isSize(Maps maps, long channels, long height, long width) {
        return maps.channels() == channels && maps.height() == height && maps.width() == width;
    }

    private ConvolutionStage last() {
        return stages.get(stages.size() - 1);
    }

    /** Adds a layer; false if it is not supported. */
    private boolean add(Layer layer) {
        if (layer instanceof DropoutLayer dropout) {
            return noise(dropout);
        }
        if (layer.getIDropout() != null) {
            return false;
        }
        if (CONVOLUTIONS.contains(layer.getClass())) {
            return convolve((ConvolutionLayer) layer);
        }
        if (POOLINGS.contains(layer.getClass())) {
            return pool((SubsamplingLayer) layer);
        }
        return layer.getClass() == ActivationLayer.class && activate(((ActivationLayer) layer).getActivationFn());
    }

    private boolean noise(DropoutLayer layer) {
        Optional<MapNoise> noise = noiseOf(layer);
        if (noise.isEmpty()) {
            return false;
        }
        if (stages.isEmpty()) {
            return imageNoise.add(noise.get());
        }
        ConvolutionStage stage = last();
        if (!stage.rectified()) {
            return false;
        }
        List<MapNoise> all = new ArrayList<>(stage.noise());
        all.add(noise.get());
        return replaceLast(new ConvolutionStage(
                stage.below(),
                stage.kernel(),
                stage.convolved(),
                stage.rectified(),
                stage.pooling(),
                stage.maps(),
                all));
    }

    private static Optional<MapNoise> noiseOf(DropoutLayer layer) {
        if (layer.getIDropout() instanceof Dropout dropout
                && dropout.getClass() == Dropout.class
                && dropout.getPSchedule() == null) {
            return Optional.of(new MapNoise(dropout.getP(), false));
        }
        if (layer.getIDropout() instanceof SpatialDropout dropout
                && dropout.getClass() == SpatialDropout.class
                && dropout.getPSchedule() == null) {
            return Optional.of(new MapNoise(dropout.getP(), true));
        }
        return Optional.empty();
    }

    private boolean replaceLast(ConvolutionStage stage) {
        stages.set(stages.size() - 1, stage);
        return true;
    }

    private boolean convolve(ConvolutionLayer layer) {
        Maps below = stages.isEmpty() ? images : last().maps();
        IActivation activation = layer.getActivationFn();
        boolean rectified = isRectifier(activation);
        boolean plain = layer.getWeightNoise() == null
                && layer.hasBias()
                && layer.getNIn() == below.channels()
                && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && (rectified || activation instanceof ActivationIdentity);
        Optional<Window> kernel = plain
                ? window(
                        below,
                        layer.getConvolutionMode(),
                        layer.getKernelSize(),
                        layer.getStride(),
                        layer.getPadding(),
                        layer.getDilation())
                : Optional.empty();
        Optional<Maps> maps = kernel.flatMap(window -> window.over(below, Math.toIntExact(layer.getNOut())));
        maps.ifPresent(size -> stages.add(
                new ConvolutionStage(below, kernel.get(), size, rectified, Optional.empty(), size, List.of())));
        return maps.isPresent();
    }

    private boolean pool(SubsamplingLayer layer) {
        if (stages.isEmpty()
                || last().pooling().isPresent()
                || !last().noise().isEmpty()
                || layer.getPoolingType() != PoolingType.MAX
                || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            return false;
        }
        ConvolutionStage stage = last();
        Optional<Window> window = window(
                stage.maps(),
                layer.getConvolutionMode(),
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation());
        Optional<Maps> maps =
                window.flatMap(each -> each.over(stage.maps(), stage.maps().channels()));
        return maps.isPresent()
                && replaceLast(new ConvolutionStage(
                        stage.below(),
                        stage.kernel(),
                        stage.convolved(),
                        stage.rectified(),
                        window,
                        maps.get(),
                        List.of()));
    }

    private boolean activate(IActivation activation) {
        if (stages.isEmpty() || !last().noise().isEmpty()) {
            return false;
        }
        ConvolutionStage stage = last();
        return activation instanceof ActivationIdentity
                || (isRectifier(activation)
                        && replaceLast(new ConvolutionStage(
                                stage.below(),
                                stage.kernel(),
                                stage.convolved(),
                                true,
                                stage.pooling(),
                                stage.maps(),
                                List.of())));
    }

    private static boolean isRectifier(IActivation activation) {
        return activation.getClass() == ActivationReLU.class;
    }

    private static Optional<Window> window(
            Maps below, ConvolutionMode mode, int[] size, int[] stride, int[] padding, int[] dilation) {
        if (mode == ConvolutionMode.Same) {
            return Optional.of(new Window(
                    same(below.height(), size[0], stride[0], dilation[0]),
                    same(below.width(), size[1], stride[1], dilation[1])));
        }
        Window window = new Window(
                new Span(size[0], stride[0], dilation[0], padding[0], padding[0]),
                new Span(size[1], stride[1], dilation[1], padding[1], padding[1]));
        boolean strict = mode == ConvolutionMode.Strict
                && leavesNothing(window.rows(), below.height())
                && leavesNothing(window.columns(), below.width());
        return mode == ConvolutionMode.Truncate || strict ? Optional.of(window) : Optional.empty();
    }

    private static boolean leavesNothing(Span span, int length) {
        int last = length + span.before() + span.after() - (span.size() - 1) * span.dilation() - 1;
        return last % span.stride() == 0;
    }

    /** As many windows as ⌈length/stride⌉ need; the odd cell of padding goes after the inputs. */
    private static Span same(int length, int size, int stride, int dilation) {
        int places = (length + stride - 1) / stride;
        int padding = (places - 1) * stride + (size - 1) * dilation + 1 - length;
        return new Span(size, stride, dilation, padding / 2, padding - padding / 2);
    }
}
