using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class LogExpectedImprovementTests
{
    // By mpmath 1.2 with 400 digits: log(npdf(z) + z·ncdf(z)), and ncdf(z) over what is in the logarithm.
    [Theory]
    [InlineData(3.0, 1.0987396653277078, 0.33284096845179524)]
    [InlineData(0.0, -0.91893853320467274, 1.2533141373155003)]
    [InlineData(-1.5, -3.5299359208057099, 2.2795806941564462)]
    [InlineData(-2.0, -4.7687835239171142, 2.679416883955586)]
    [InlineData(-2.5, -6.2125416454435129, 3.0984232967911619)]
    [InlineData(-10.0, -55.553122036122356, 10.194383033412553)]
    [InlineData(-100.0, -5010.1295788002498, 100.01999400419587)]
    [InlineData(-1e4, -50000019.339619307, 10000.000199999994)]
    [InlineData(-1e8, -5000000000000037.8, 100000000.00000002)]
    public void Its_logarithm_is_exact_also_where_it_is_below_the_smallest_double(double z, double value, double slope)
    {
        var (actual, actualSlope) = LogExpectedImprovement.LogH(z);
        Assert.Equal(1, actual / value, 1e-13);
        Assert.Equal(1, actualSlope / slope, 1e-13);
    }

    [Theory]
    [InlineData(0.4, 0.1)]
    [InlineData(-0.3, 2.0)]
    [InlineData(3.0, 0.01)]
    public void Its_slopes_are_those_of_small_steps(double mean, double deviation)
    {
        const double step = 1e-6;
        var (_, byMean, byDeviation) = LogExpectedImprovement.At(0.1, mean, deviation);
        Assert.Equal(1, (At(mean + step * deviation, deviation) - At(mean - step * deviation, deviation)) / (2 * step * deviation) / byMean, 1e-6);
        Assert.Equal(1, (At(mean, deviation * (1 + step)) - At(mean, deviation * (1 - step))) / (2 * step * deviation) / byDeviation, 1e-6);

        static double At(double mean, double deviation) => LogExpectedImprovement.At(0.1, mean, deviation).Value;
    }
}
