/** Public lists and studies that the red flags are taken from. */

export const GUIDELINES_CN =
  '反保险欺诈指引 (保监发〔2018〕24号), China Insurance Regulatory Commission, 2018'
export const MEASURES_CN =
  '反保险欺诈工作办法 (金规〔2024〕10号), National Financial Regulatory Administration, 2024'
export const INSURANCE_LAW_CN = 'Insurance Law of the People’s Republic of China, articles 16 and 27'
export const MEDICAL_FUND_CN = '医疗保障基金使用监督管理条例 (国务院令第735号), State Council, 2021'
export const NICB = 'National Insurance Crime Bureau, indicators of suspicious claims'
export const COALITION = 'Coalition Against Insurance Fraud, scam alerts'
export const ACFE = 'Association of Certified Fraud Examiners, Fraud Examiners Manual, insurance fraud'
export const IAIS =
  'International Association of Insurance Supervisors, Application paper on deterring, preventing, detecting, reporting and remedying fraud in insurance, 2011'
export const NCCI =
  'Centers for Medicare & Medicaid Services, National Correct Coding Initiative Policy Manual'
export const RMA = 'USDA Risk Management Agency, Program Compliance and Integrity, Annual Report to Congress'
export const WEISBERG =
  'Weisberg and Derrig (1998), Quantitative methods for detecting fraudulent automobile bodily injury claims, Risques 35'
export const BELHADJI =
  'Belhadji, Dionne and Tarkhani (2000), A model for the detection of insurance fraud, Geneva Papers on Risk and Insurance 25'
export const ARTIS =
  'Artís, Ayuso and Guillén (1999), Modelling different types of automobile insurance fraud behaviour in the Spanish market, Insurance: Mathematics and Economics 24'
