package org.dropoutlab.dl4j.recurrent;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Products by OpenBLAS, to which an array [row, number] is a number × row matrix. Weights are [number below, sum], with the numbers
 * below contiguous.
 */
final class Products {
    private Products() {}

    /**
     * Sums of rows, XW.
     *
     * @param weights [below, sum]
     * @param rows [row, below]
     * @param kept what the sums' old values are multiplied by
     * @param into [row, sum]
     */
    static void sums(
            FloatPointer weights, FloatPointer rows, int count, int below, int width, float kept, FloatPointer into) {
        cblas_sgemm(
                CblasColMajor,
                CblasTrans,
                CblasNoTrans,
                width,
                count,
                below,
                1,
                weights,
                below,
                rows,
                below,
                kept,
                into,
                width);
    }

    /**
     * Derivatives with respect to rows, EWᵀ.
     *
     * @param weights [below, sum]
     * @param errors [row, sum]
     * @param into [row, below]
     */
    static void back(FloatPointer weights, FloatPointer errors, int count, int below, int width, FloatPointer into) {
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasNoTrans,
                below,
                count,
                width,
                1,
                weights,
                below,
                errors,
                width,
                0,
                into,
                below);
    }

    /**
     * The gradient of weights, XᵀE.
     *
     * @param rows [row, below]
     * @param errors [row, sum]
     * @param into [below, sum]
     */
    static void gradient(FloatPointer rows, FloatPointer errors, int count, int below, int width, FloatPointer into) {
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasTrans,
                below,
                width,
                count,
                1,
                rows,
                below,
                errors,
                width,
                0,
                into,
                below);
    }
}
