package org.dropoutlab.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.experiment.Trial;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** A task: trains a pack of trials, and returns their replies in {@link Messages}' format. */
final class TrainPack extends AbstractFunction1<Iterator<byte[][]>, byte[][]> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;

    TrainPack(Delivery delivery) {
        this.delivery = delivery;
    }

    /** @param packs the only pack of the task's partition: trials in {@link Messages}' format */
    @Override
    public byte[][] apply(Iterator<byte[][]> packs) {
        Station station = Station.of(delivery);
        List<byte[]> replies = new ArrayList<>();
        for (byte[] trial : packs.next()) {
            Reply reply = station.train(Messages.read(trial, Trial.class));
            replies.add(Messages.bytes(reply));
            if (reply instanceof Reply.Failed) {
                break;
            }
        }
        return replies.toArray(byte[][]::new);
    }
}
