<?xml version="1.0" encoding="UTF-8"?>
<!-- CollectedData of BRS-NO-313 (interval values) to NotifyValidatedMeasureData as CIM JSON, profile nmeg/0.1: what
     cimgate translate (compact, into a folder) writes as the first document, without the supplement and the proof. Written
     the way one would for speed with xsltproc: no lookups, no sorting, one pass. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2"
                xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
                xmlns:date="http://exslt.org/dates-and-times" exclude-result-prefixes="rsm abie date">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/rsm:CollectedData">
    <xsl:text>{"NotifyValidatedMeasureData_MarketDocument":{"mRID":"</xsl:text>
    <xsl:value-of select="rsm:Header/abie:Identification"/>
    <xsl:text>","type":{"value":"E66"},"process.processType":{"value":"E23"},"businessSector.type":{"value":"</xsl:text>
    <xsl:value-of select="rsm:ProcessEnergyContext/abie:EnergyIndustryClassification"/>
    <xsl:text>"},"sender_MarketParticipant.mRID":{"codingScheme":"A10","value":"</xsl:text>
    <xsl:value-of select="rsm:Header/abie:JuridicalSenderEnergyParty/abie:Identification"/>
    <xsl:text>"},"sender_MarketParticipant.marketRole.type":{"value":"</xsl:text>
    <xsl:choose>
      <xsl:when test="rsm:ProcessEnergyContext/abie:EnergyBusinessProcessRole = 'DDE'">A24</xsl:when>
      <xsl:otherwise><xsl:value-of select="rsm:ProcessEnergyContext/abie:EnergyBusinessProcessRole"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>"},"receiver_MarketParticipant.mRID":{"codingScheme":"A10","value":"</xsl:text>
    <xsl:value-of select="rsm:Header/abie:JuridicalRecipientEnergyParty/abie:Identification"/>
    <xsl:text>"},"receiver_MarketParticipant.marketRole.type":{"value":"DDZ"},"createdDateTime":"</xsl:text>
    <xsl:call-template name="utc"><xsl:with-param name="time" select="rsm:Header/abie:Creation"/></xsl:call-template>
    <xsl:text>","Series":[</xsl:text>
    <xsl:for-each select="rsm:PayloadEnergyTimeSeries">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:text>{"mRID":"</xsl:text>
      <xsl:value-of select="abie:Identification"/>
      <xsl:text>","marketEvaluationPoint.mRID":{"codingScheme":"A10","value":"</xsl:text>
      <xsl:value-of select="abie:MeteringPointUsedDomainLocation/abie:Identification"/>
      <xsl:text>"},"marketEvaluationPoint.type":{"value":"</xsl:text>
      <xsl:choose>
        <xsl:when test="abie:MPDetailMeasurementMeteringPointCharacteristic/abie:Direction = 'In'">E18</xsl:when>
        <xsl:otherwise>E17</xsl:otherwise>
      </xsl:choose>
      <xsl:text>"},"registration_DateAndOrTime.dateTime":"</xsl:text>
      <xsl:call-template name="utc"><xsl:with-param name="time" select="abie:RegistrationDateTime"/></xsl:call-template>
      <xsl:text>","product":"</xsl:text>
      <xsl:value-of select="abie:ProductIncludedProductCharacteristics/abie:Identification"/>
      <xsl:text>","quantity_Measure_Unit.name":{"value":"</xsl:text>
      <xsl:choose>
        <xsl:when test="abie:ProductIncludedProductCharacteristics/abie:UnitType = 'kvarh'">K3</xsl:when>
        <xsl:otherwise>KWH</xsl:otherwise>
      </xsl:choose>
      <xsl:text>"},"Period":{"resolution":"</xsl:text>
      <xsl:value-of select="abie:ObservationPeriodTimeSeriesPeriod/abie:ResolutionDuration"/>
      <xsl:text>","timeInterval":{"start":{"value":"</xsl:text>
      <xsl:call-template name="minute">
        <xsl:with-param name="time" select="abie:ObservationPeriodTimeSeriesPeriod/abie:Start"/>
      </xsl:call-template>
      <xsl:text>"},"end":{"value":"</xsl:text>
      <xsl:call-template name="minute">
        <xsl:with-param name="time" select="abie:ObservationPeriodTimeSeriesPeriod/abie:End"/>
      </xsl:call-template>
      <xsl:text>"}},"Point":[</xsl:text>
      <xsl:for-each select="abie:Observation">
        <xsl:if test="position() &gt; 1">,</xsl:if>
        <xsl:text>{"position":{"value":</xsl:text>
        <xsl:value-of select="@Sequence"/>
        <xsl:text>},"quantity":</xsl:text>
        <xsl:value-of select="*"/>
        <xsl:text>,"quality":{"value":"</xsl:text>
        <xsl:choose>
          <xsl:when test="abie:Metered">A04</xsl:when>
          <xsl:otherwise>A03</xsl:otherwise>
        </xsl:choose>
        <xsl:text>"}}</xsl:text>
      </xsl:for-each>
      <xsl:text>]}}</xsl:text>
    </xsl:for-each>
    <xsl:text>]}}&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="utc">
    <xsl:param name="time"/>
    <xsl:value-of select="date:add('1970-01-01T00:00:00Z', date:duration(date:seconds($time)))"/>
  </xsl:template>

  <xsl:template name="minute">
    <xsl:param name="time"/>
    <xsl:variable name="utc" select="date:add('1970-01-01T00:00:00Z', date:duration(date:seconds($time)))"/>
    <xsl:value-of select="concat(substring($utc, 1, 16), 'Z')"/>
  </xsl:template>
</xsl:stylesheet>
