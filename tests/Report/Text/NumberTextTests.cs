using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Report.Text;

public class NumberTextTests
{
    [Theory]
    [InlineData(0.94786729857819, "0.947867")]
    [InlineData(30000.0, "30000")]
    [InlineData(0.00001234567, "1.23457e-5")]
    [InlineData(1234567.25, "1.23457e6")]
    [InlineData(999999.7, "1e6")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(-0.0, "0")]
    [InlineData(1e300, "1e300")]
    [InlineData(double.NegativeInfinity, "−∞")]
    [InlineData(double.NaN, "NaN")]
    public void What_was_measured_is_rounded(double value, string expected) => Assert.Equal(expected, NumberText.Rounded(value, 6));

    [Theory]
    [InlineData(0.1234567, "0.1234567")]
    [InlineData(0.1234568, "0.1234568")]
    [InlineData(0.12345678901234567, "0.12345678901234566")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(1e300, "1e300")]
    [InlineData(1.0, "1")]
    [InlineData(12L, "12")]
    [InlineData("[20,3]", "[20,3]")]
    [InlineData(null, "")]
    public void What_was_set_is_never_rounded(object? value, string expected) => Assert.Equal(expected, NumberText.Parameter(value));

    [Theory]
    [InlineData(MetricFormat.Percent, 0.9478, "94.8\u00a0%")]
    [InlineData(MetricFormat.Number, 0.34567, "0.3457")]
    [InlineData(MetricFormat.Number, double.PositiveInfinity, "∞")]
    [InlineData(MetricFormat.Percent, double.NaN, "NaN")]
    public void Shares_are_percents(Enum format, double value, string expected) =>
        Assert.Equal(expected, NumberText.Measured((MetricFormat)format, value));
}
