package io.espalier.npu;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.List;
import java.util.stream.Collectors;

/// The devices that a run spec can name.
///
/// They are generic arrays, not products: vendors publish neither their tiling nor their memory policy, so a profile
/// with a product's name would promise more than these formulas hold.
public final class NpuProfiles {

    /// `core_clock=500e6` of Arm's "Ethos-U55 High End Embedded" and "Ethos-U65 Embedded" system configurations
    /// (Vela, `config_files/Arm/vela.ini`): what an embedded NPU of this size is clocked at.
    private static final long EMBEDDED_CLOCK_HZ = 500_000_000;

    /// 64 multipliers, the size of Arm Ethos-U55-64 and NVDLA nv_small (8 × 8 multipliers, `nv_small.spec`).
    private static final int SMALL = 8;

    /// 256 multipliers, the size of Arm Ethos-U65-256.
    private static final int MEDIUM = 16;

    /// 1024 multipliers, the size of one core of the Rockchip RK3588's NPU (1024 int8 multipliers, RK3588 TRM).
    private static final int LARGE = 32;

    private static final List<NpuProfile> ALL = List.of(
            square("systolic-8x8", SMALL, Sparsity.TILE_SKIP, "an [8, 8] block is a tile if Ci is a multiple of 8"),
            square("systolic-16x16", MEDIUM, Sparsity.TILE_SKIP, "a tile is skipped if all its blocks are zero"),
            square("systolic-32x32", LARGE, Sparsity.TILE_SKIP, "a tile is skipped if all its blocks are zero"),
            square("systolic-32x32-dense", LARGE, Sparsity.NONE, "zeros cost what any weight costs"));

    private NpuProfiles() {}

    public static List<NpuProfile> all() {
        return ALL;
    }

    /// @throws PipelineException.Permanent `DEVICE_UNKNOWN` if no profile has this name
    public static NpuProfile named(String name) {
        return ALL.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.DEVICE_UNKNOWN,
                        "no NPU profile is named '%s'; there are %s"
                                .formatted(
                                        name, ALL.stream().map(NpuProfile::name).collect(Collectors.joining(", ")))));
    }

    /// As many vector lanes as columns, so that the vector unit keeps up with what leaves the array.
    private static NpuProfile square(String name, int side, Sparsity sparsity, String zeros) {
        String summary = "%1$d × %1$d int8 array, weights stationary, 500 MHz; %2$s".formatted(side, zeros);
        return new NpuProfile(name, side, side, Dataflow.WEIGHT_STATIONARY, EMBEDDED_CLOCK_HZ, sparsity, side, summary);
    }
}
