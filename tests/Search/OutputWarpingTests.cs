using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class OutputWarpingTests
{
    public static TheoryData<double[]> Values => new(
        [3, 1, 700, 0.2, 12], [5, 5], [-1e308, 1e308, 0], [0, 0, 0, 1e300], [1e-300, 2e-300, 1e300], [7], [1, 1 + 1e-15, 2]);

    [Theory]
    [MemberData(nameof(Values))]
    public void Warped_values_are_numbers_in_the_same_order_about_0(double[] values)
    {
        foreach (var logDelta in (double[])[-7, 0, 7])
        {
            var (z, slopes, logVolume, logVolumeSlope) = new OutputWarping(values).At(logDelta);
            Assert.All([.. z, .. slopes, logVolume, logVolumeSlope], number => Assert.True(double.IsFinite(number)));
            Assert.Equal(0, z.Average(), 1e-9);
            foreach (var (a, b) in values.Zip(z).OrderBy(pair => pair.First).Zip(values.Zip(z).OrderBy(pair => pair.First).Skip(1)))
            {
                Assert.True(a.Second <= b.Second, $"{a} and {b}");
            }
        }
    }

    [Fact]
    public void Its_slopes_are_those_of_small_steps()
    {
        var warping = new OutputWarping([3, 1, 700, 0.2, 12]);
        var (low, here, high) = (warping.At(0.3 - 1e-5), warping.At(0.3), warping.At(0.3 + 1e-5));
        for (var i = 0; i < 5; i++) Assert.Equal((high.Z[i] - low.Z[i]) / 2e-5, here.Slopes[i], 1e-8);
        Assert.Equal((high.LogVolume - low.LogVolume) / 2e-5, here.LogVolumeSlope, 1e-6);
    }

    [Fact]
    public void Values_over_many_orders_of_magnitude_are_told_apart_where_they_are_best()
    {
        // Values of e^i: as they are, the lower half would be one; with a small δ they are as far apart as the others.
        var warping = new OutputWarping([.. Enumerable.Range(0, 21).Select(i => Math.Exp(i) - 1)]);
        var (asTheyAre, warped) = (warping.At(7).Z, warping.At(-7).Z);
        Assert.True(asTheyAre[10] - asTheyAre[0] < 0.01);
        Assert.True(warped[10] - warped[0] > 1);
    }

    [Fact]
    public void A_process_fits_the_same_place_twice_and_values_that_are_all_equal()
    {
        var places = new Places(Searching.Cube(2));
        double[][] twice = [[.2, .3], [.2, .3], [.7, .1], [.7, .1], [.5, .9]];
        foreach (var values in (double[][])[[1, 2, 3, 3, 0], [1, 1, 1, 1, 1], [1e300, -1e300, 0, 0, 1]])
        {
            var (mean, variance) = GaussianProcess.Fit(places, twice, values).At([.4, .4]);
            Assert.True(double.IsFinite(mean) && variance > 0, $"{mean} ± {variance}");
        }
    }
}
