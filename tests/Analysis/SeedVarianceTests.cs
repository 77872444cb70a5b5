using Goalkeeper.Analysis;

namespace Goalkeeper.Tests.Analysis;

public class SeedVarianceTests
{
    [Fact]
    public void The_components_are_those_of_the_analysis_of_variance()
    {
        // Mean squares by hand: within 2 (3 degrees of freedom), between 32 (2), 2 seeds a point: 2 / (2 + 15).
        Assert.Equal(2 / 17.0, SeedVariance.Share([[0, 2], [4, 6], [8, 10]]), 12);
    }

    [Fact]
    public void Points_of_several_counts_of_seeds_have_the_mean_count()
    {
        // Mean squares by hand: within 2/3, between 3 · 2.4² + 2 · 3.6² = 43.2; 5 − 13/5 = 2.4 seeds a point.
        Assert.Equal(2 / 3.0 / (2 / 3.0 + (43.2 - 2 / 3.0) / 2.4), SeedVariance.Share([[1, 2, 3], [8, 8]]), 12);
    }

    [Fact]
    public void Both_components_are_Rs() => Reference.AssertNear(
        "seeds' share", 1e-12, SeedVariance.Share([[0, 2], [4, 6], [8, 10]]), SeedVariance.Share([[1, 2, 3], [8, 8], [4]]));

    [Fact]
    public void One_seed_a_point_one_point_or_one_value_say_nothing()
    {
        Assert.True(double.IsNaN(SeedVariance.Share([[1], [2]])));
        Assert.True(double.IsNaN(SeedVariance.Share([[1, 2]])));
        Assert.True(double.IsNaN(SeedVariance.Share([[1, 1], [1, 1]])));
    }
}
