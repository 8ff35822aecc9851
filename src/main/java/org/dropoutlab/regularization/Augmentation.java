package org.dropoutlab.regularization;

/**
 * A random change of training images that leaves their class what it is, drawn anew for each image in each epoch. Several
 * act one after the other; those that two arms share draw the same in both. Where something of an image is taken away, the
 * network is given 0: the background of pixels from 0 to 1, the mean of a channel that is standardized. What an autoencoder
 * is to put out is the changed image.
 */
public sealed interface Augmentation extends OnData permits RandomShift, HorizontalFlip, Cutout {}
